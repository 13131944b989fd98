import { channelSuite, rawThief } from '../testing/channel-suite.ts'
import { createNodeProvider } from './provider/node.ts'
import { createTweetnaclProvider } from './provider/tweetnacl.ts'
import { createWebProvider } from './provider/web.ts'

const node = createNodeProvider()
const reference = createTweetnaclProvider()
const web = createWebProvider()

const thieves = { node: rawThief(node), reference: rawThief(reference) }

channelSuite('browser device, node host', { device: web, host: node })
channelSuite('node device, node host', {
  device: node,
  host: node,
  steal: { device: thieves.node, host: thieves.node },
})
channelSuite('reference device, node host', {
  device: reference,
  host: node,
  steal: { device: thieves.reference, host: thieves.node },
})
channelSuite('node device, reference host', {
  device: node,
  host: reference,
  steal: { device: thieves.node, host: thieves.reference },
})
