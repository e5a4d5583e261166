"""The calculator: the smallest complete service, and the worked example of rpcgen_py."""
