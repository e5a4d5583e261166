O_CREX: int

class Error(Exception): ...
class ExistentialError(Error): ...

class SharedMemory:
    fd: int
    def __init__(
        self,
        name: str,
        flags: int = ...,
        mode: int = ...,
        size: int = ...,
        read_only: bool = ...,
    ) -> None: ...
    def close_fd(self) -> None: ...

def unlink_shared_memory(name: str) -> None: ...
