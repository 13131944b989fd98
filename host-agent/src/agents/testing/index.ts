/** The agents that tests elsewhere put into a host, each in a world of its own on the scripted model. */

export { preparePlain } from './fake-acp/plain.ts'
export { installed, type Launch, REAL_AGENTS, type RealAgentId } from './real/index.ts'
export { agentFolder } from './real/installed.ts'
export { type Message, RawPeer } from './real/peer.ts'
