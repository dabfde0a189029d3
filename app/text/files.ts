/** Words about files. */
export const secretLevelText = { mat: 'Mật', toi_mat: 'Tối mật', tuyet_mat: 'Tuyệt mật' } as const

export const fileText = {
  choose: 'Chọn tệp',
  chooseMore: 'Thêm tệp',
  choosePdf: 'Tải tài liệu PDF',
  uploading: (percent: number) => `Đang tải lên ${percent}%`,
  done: 'Đã nhận đủ',
  paused: 'Mất kết nối, sẽ tải tiếp phần còn lại khi có mạng',
  remove: 'Bỏ tệp',
  retry: 'Tải lại',
  hint: 'PDF, ảnh JPG hoặc PNG, Word, Excel; tối đa 200 MB. Không tải tài liệu có dấu mật.',
  hintPdf: 'PDF, tối đa 200 MB. Không tải tài liệu có dấu mật: phát bản giấy tại phiên.',
  hintPlan: 'Bảng tính .xlsx, tối đa 10 MB. Không tải kế hoạch có dấu mật.',
  page: (n: number, total: number | null) => (total ? `Trang ${n}/${total}` : `Trang ${n}`),
  previous: 'Trang trước',
  next: 'Trang sau',
  loading: 'Đang mở tài liệu',
  failed: 'Chưa mở được tài liệu. Máy chủ bận hoặc mất kết nối, đồng chí thử lại.',
  open: 'Mở tài liệu',
  stalled: 'Mất kết nối. Phần này chưa có ở máy, sẽ hiện khi có mạng.',
  pageFrame: 'Trang tài liệu, phím mũi tên trái và phải để lật trang',
  zoomIn: 'Phóng to trang',
  zoomOut: 'Thu nhỏ trang',
} as const
