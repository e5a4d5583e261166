# A node of the store with what it needs: used by compose.yaml, three times.
ARG PYTHON_IMAGE=python:3.12-slim
FROM ${PYTHON_IMAGE}

# rpcbind takes its port from the list of services that netbase brings.
RUN apt-get update \
    && apt-get install -y --no-install-recommends netbase rpcbind \
    && rm -rf /var/lib/apt/lists/*

COPY pyproject.toml README.md LICENSE /src/
COPY interfaces /src/interfaces
COPY rpcgen_py /src/rpcgen_py
COPY calc /src/calc
COPY kvstore /src/kvstore
RUN pip install --no-cache-dir '/src[kv]' && mkdir -p /run/rpcbind

# rpcbind goes to the background once it can be asked; the node takes the place of the shell, so
# that it is told itself when the container has to stop.
ENTRYPOINT ["sh", "-c", "rpcbind && exec kvd \"$@\"", "kvd"]
