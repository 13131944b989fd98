import { render } from 'solid-js/web'
import { App } from './App.tsx'
import type { Face } from './services.ts'
import './styles/tokens.css'
import './styles/base.css'

/** Puts the app into the page. */
export const mount = (_face: Face, root: HTMLElement): void => {
  render(() => <App />, root)
}
