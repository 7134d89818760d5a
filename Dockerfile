# The bot as an image. What builds it stays behind: neither compiler, tests nor the Slack emulator are in what runs.
# Without --omit=optional, npm would keep the compiler and Prisma's command line, as packages that others may use.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/slack-emulator/package.json ./packages/slack-emulator/
RUN npm ci
COPY prisma ./prisma
COPY tsconfig.json tsconfig.build.json prisma.config.ts build.mjs ./
COPY packages ./packages
COPY src ./src
RUN npm run build \
 && rm -r dist/demo packages \
 && npm pkg delete workspaces 'devDependencies.@imapp/slack-emulator' \
 && npm prune --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
# The embedded database keeps its files here; with DATABASE_URL it stays empty.
RUN mkdir --mode=0700 /data && chown node:node /data
VOLUME /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/prisma/migrations ./prisma/migrations
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((it) => process.exit(it.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
