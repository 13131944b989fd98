import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { readPage } from '../page/reader/page.ts'

/** Put into a page when somebody asks about all of it: what finds the article is large, so it stands alone. */
const script: ReturnType<typeof defineUnlistedScript> = defineUnlistedScript(() => {
  Object.assign(globalThis, { hearthArticle: () => readPage(window) })
})

export default script
