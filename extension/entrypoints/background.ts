import { browser } from 'wxt/browser'
import { defineBackground } from 'wxt/utils/define-background'

const background: ReturnType<typeof defineBackground> = defineBackground(() => {
  // A click on the icon opens the panel within the gesture; Firefox does that for its sidebar by itself.
  browser.sidePanel?.setPanelBehavior({ openPanelOnActionClick: true }).catch(() => undefined)
})

export default background
