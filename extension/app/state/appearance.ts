const THEMES = ['system', 'light', 'dark'] as const
const CONTRASTS = ['system', 'more'] as const

/** How the app looks on this device, as far as the person chose it; `system`: as the device itself is set. */
export interface Look {
  readonly theme: (typeof THEMES)[number]
  readonly contrast: (typeof CONTRASTS)[number]
}

const KEY = 'hearth-look'
const SYSTEM: Look = { theme: 'system', contrast: 'system' }

/** Where the choice is kept: readable before anything is painted. */
type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The choice as it was kept; the system's where there is none, or the browser keeps nothing. */
export const readLook = (shelf: Shelf = localStorage): Look => {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(KEY) ?? 'null')
    // By hand: this runs before the first paint, and the schemas' library comes after it.
    const has = (name: string): unknown =>
      kept !== null && typeof kept === 'object' ? Reflect.get(kept, name) : undefined
    return {
      theme: THEMES.find((theme) => theme === has('theme')) ?? SYSTEM.theme,
      contrast: CONTRASTS.find((contrast) => contrast === has('contrast')) ?? SYSTEM.contrast,
    }
  } catch {
    // Damaged, or storage is closed to us: as if nothing was chosen.
    return SYSTEM
  }
}

/** Puts a choice on a page. */
export const wearLook = ({ theme, contrast }: Look, page: HTMLElement = document.documentElement): void => {
  if (theme === 'system') delete page.dataset.theme
  else page.dataset.theme = theme
  if (contrast === 'system') delete page.dataset.contrast
  else page.dataset.contrast = contrast
}

/** Keeps a choice and puts it on this page. @returns whether it is kept beyond this page */
export const chooseLook = (look: Look, shelf: Shelf = localStorage): boolean => {
  wearLook(look)
  try {
    if (look.theme === 'system' && look.contrast === 'system') shelf.removeItem(KEY)
    else shelf.setItem(KEY, JSON.stringify(look))
    return true
  } catch {
    // A browser that keeps nothing: it holds for as long as the page does.
    return false
  }
}

/** Takes on what is chosen in other windows. @returns ends it */
export const followLook = (view: Pick<Window, 'addEventListener' | 'removeEventListener'>): (() => void) => {
  const take = (event: StorageEvent): void => {
    if (event.key === KEY || event.key === null) wearLook(readLook())
  }
  view.addEventListener('storage', take)
  return () => view.removeEventListener('storage', take)
}
