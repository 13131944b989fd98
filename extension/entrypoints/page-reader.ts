import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { createReader } from '../page/reader/reader.ts'

/** Put into a page when somebody asks about a part of it. */
const script: ReturnType<typeof defineUnlistedScript> = defineUnlistedScript(() => {
  Object.assign(globalThis, { hearthReader: createReader(window) })
})

export default script
