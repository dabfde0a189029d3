import { isPhoto, reducedSize, REDUCE_FROM_BYTES } from '#app/domain/task/photo.ts'

const QUALITY = 0.85

/**
 * A large photo made smaller on the device, as a JPEG under the same name. What is no photo, small enough, or can't be read here
 * (the browser does not know the format, too little memory) goes as it is; the server has the last word on its size.
 */
export async function reducePhoto(file: File): Promise<File> {
  if (!isPhoto(file.name) || file.size < REDUCE_FROM_BYTES || typeof createImageBitmap !== 'function') return file
  try {
    const image = await createImageBitmap(file)
    const { width, height } = reducedSize(image.width, image.height)
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height)
    image.close()
    const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
    return blob && blob.size > 0 && blob.size < file.size ? new File([blob], file.name.replace(/\.[a-z]+$/i, '.jpg'), { type: 'image/jpeg', lastModified: file.lastModified }) : file
  } catch {
    // A picture this device can't open is sent as it was taken.
    return file
  }
}
