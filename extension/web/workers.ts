/** What https://w3c.github.io/trusted-types/ adds, where a browser has it. */
interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string }
}

/** The workers of the web view: one keeps the page for a start without a network, one shows what is pushed. */
const WORKERS = ['/sw.js', '/push.js'] as const
type WorkerFile = (typeof WORKERS)[number]

let policy: ReturnType<Policies['createPolicy']> | null | undefined

/** The page's policy takes no plain text for a script's address, and is made once; this lets through those there are. */
export const workerUrl = (file: WorkerFile, scope: object): string => {
  const policies = 'trustedTypes' in scope ? (scope.trustedTypes as Policies) : undefined
  policy ??=
    policies?.createPolicy('hearth-worker', {
      createScriptURL: (url) => {
        if (!WORKERS.some((known) => known === url)) throw new Error(`not our worker: ${url}`)
        return url
      },
    }) ?? null
  return policy?.createScriptURL(file) ?? file
}

/** Registers the worker of pushes for a scope; a browser without workers rejects. */
export const registerPush = (scope: string): Promise<ServiceWorkerRegistration> =>
  navigator.serviceWorker.register(workerUrl('/push.js', window), { scope })
