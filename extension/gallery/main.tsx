import { For, type JSX, Show } from 'solid-js'
import { render } from 'solid-js/web'
import { Frame } from '../app/ui/Frame.tsx'
import '../app/styles/tokens.css'
import '../app/styles/base.css'
import { SCENES } from './scenes.ts'

/** `?scene=NAME&theme=light|dark`; without a scene, the list of them. */
const query = new URLSearchParams(location.search)
const theme = query.get('theme')
if (theme !== null) document.documentElement.dataset.theme = theme

const scene = SCENES[query.get('scene') ?? '']

const Gallery = (): JSX.Element => (
  <Frame>
    <Show when={scene} fallback={<Contents />}>
      {(show) => show()()}
    </Show>
  </Frame>
)

const Contents = (): JSX.Element => (
  <ul>
    <For each={Object.keys(SCENES)}>
      {(name) => (
        <li>
          <a href={`?scene=${name}`}>{name}</a> <a href={`?scene=${name}&theme=dark`}>dark</a>
        </li>
      )}
    </For>
  </ul>
)

const root = document.getElementById('app')
if (root) render(() => <Gallery />, root)
