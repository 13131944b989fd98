import { plainSuite } from '../testing/real/acp-suite.ts'

plainSuite()
