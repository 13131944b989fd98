# syntax=docker/dockerfile:1
# The relay with the web view, from the repository's root:  docker build -f deploy/relay.Dockerfile -t hearth-relay .

FROM node:22-slim AS manifests
WORKDIR /app
RUN npm install --global --no-fund --no-audit pnpm@10.34.9
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY shared/package.json shared/
COPY relay/package.json relay/
COPY host-agent/package.json host-agent/
COPY extension/package.json extension/
COPY e2e/package.json e2e/

FROM manifests AS build
RUN pnpm install --frozen-lockfile --filter hearth --filter '@hearth/relay...'
COPY tsconfig.base.json ./
COPY shared shared
COPY relay relay
RUN pnpm exec tsc -b relay

# The web view: files for browsers, nothing of it runs here.
FROM manifests AS web
RUN pnpm install --frozen-lockfile --filter hearth --filter '@hearth/extension...'
COPY tsconfig.base.json ./
COPY shared shared
COPY extension extension
RUN node node_modules/vite/bin/vite.js build -c extension/web/vite.config.ts

FROM manifests AS packages
RUN pnpm install --frozen-lockfile --prod --filter '@hearth/relay...'

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787 RELAY_DATA=/data RELAY_WEB_ROOT=/app/web
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=packages /app/shared shared
COPY --from=packages /app/relay relay
COPY --from=web /app/extension/.output/web web
COPY --from=build /app/shared/dist shared/dist
COPY --from=build /app/relay/dist relay/dist
COPY relay/bin relay/bin
COPY deploy/relay-entrypoint.sh /usr/local/bin/relay-entrypoint
# The relay writes only here, and only when it keeps its own SQLite file.
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 8787
ENTRYPOINT ["sh", "/usr/local/bin/relay-entrypoint"]
CMD ["node", "relay/bin/hearth-relay.mjs"]
