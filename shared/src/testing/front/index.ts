export { makeCertificate, type TestCertificate } from './certificate.ts'
export { type Front, type FrontManners, startFront } from './proxy.ts'
