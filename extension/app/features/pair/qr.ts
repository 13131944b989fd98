import { SCAN_PIXELS } from './limits.ts'

/** Looks for a QR code in the present picture of a video; null when there is none. */
export type ReadCode = (video: HTMLVideoElement) => Promise<string | null>

/** What browsers offer of https://wicg.github.io/shape-detection-api/, where they do. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}
interface DetectorClass {
  new (options: { formats: readonly string[] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

const nativeReader = async (scope: object): Promise<ReadCode | null> => {
  const Native = 'BarcodeDetector' in scope ? (scope.BarcodeDetector as DetectorClass) : undefined
  const formats = await Native?.getSupportedFormats().catch((): readonly string[] => [])
  if (Native === undefined || !formats?.includes('qr_code')) return null
  const detector = new Native({ formats: ['qr_code'] })
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? null
}

/** In plain script, for browsers without a detector: its code is fetched only then. */
const scriptReader = async (): Promise<ReadCode> => {
  const { default: read } = await import('jsqr')
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async (video) => {
    const { videoWidth, videoHeight } = video
    if (context === null || videoWidth === 0) return null
    const scale = Math.min(1, SCAN_PIXELS / Math.max(videoWidth, videoHeight))
    canvas.width = Math.round(videoWidth * scale)
    canvas.height = Math.round(videoHeight * scale)
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
    // A terminal in a dark theme shows the code the other way round.
    return read(data, width, height, { inversionAttempts: 'attemptBoth' })?.data ?? null
  }
}

/** The browser's own reader, else one in script. */
export const codeReader = async (scope: object = globalThis): Promise<ReadCode> =>
  (await nativeReader(scope)) ?? scriptReader()
