import type { JSX } from 'solid-js'

/** Things to look at, by name. Every `scenes/*.scenes.ts` exports some under `scenes`. */
export type Scenes = Readonly<Record<string, () => JSX.Element>>

const files = import.meta.glob<{ readonly scenes: Scenes }>('./scenes/*.scenes.ts', { eager: true })

/** Everything there is to look at. */
export const SCENES: Scenes = Object.assign({}, ...Object.values(files).map(({ scenes }) => scenes))
