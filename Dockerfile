# The portal as an image: `web` by default; compose.yaml runs the task worker from the same image.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /portal
COPY requirements.lock ./
RUN uv venv /venv && uv pip sync --python /venv/bin/python --require-hashes --compile-bytecode requirements.lock

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /portal portal \
    && install --directory --owner=portal --mode=0700 /var/lib/portal
ENV PATH=/venv/bin:$PATH \
    PORTAL_VAR=/var/lib/portal \
    PYTHONUNBUFFERED=1
WORKDIR /portal
COPY --from=build /venv /venv
COPY manage.py ./
COPY articles articles
COPY api api
COPY portal portal
RUN python -m compileall -q articles api portal
USER portal
VOLUME /var/lib/portal
EXPOSE 8000
# TLS ends at a proxy in front; PORTAL_PUBLIC_URL names its https address.
CMD ["granian", "--interface", "rsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--backlog", "4096", "--backpressure", "4096", \
     "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning", "portal.rsgi:application"]
