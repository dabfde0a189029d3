const clock = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** Words of the shared text editor. Times are epoch milliseconds of the server. */
export const editorText = {
  label: (n: number | null) => (n === null ? 'Tên và nội dung' : `Nội dung ${n}: tên và phần viết`),
  titlePlaceholder: 'Tên nội dung',
  toolbar: 'Định dạng chữ',
  bold: 'Chữ đậm (Ctrl B)',
  italic: 'Chữ nghiêng (Ctrl I)',
  list: 'Danh sách gạch đầu dòng',
  undo: 'Hoàn tác (Ctrl Z)',
  redo: 'Làm lại (Ctrl Y)',
  opening: 'Đang mở',
  saving: 'Đang lưu',
  saved: (at: number | null) => (at === null ? 'Đã lưu' : `Đã lưu ${clock.format(at)}`),
  /** one item: edits that only this device has */
  localItem: 'Ở máy này, chưa gửi được',
  /** the whole page */
  localPage: (items: number) => `Ở máy này, ${items} nội dung chưa gửi được`,
  refused: 'Phần vừa viết chưa được nhận',
  refusedWhy: {
    DOC_SEALED: 'Văn bản đã khóa nên phần vừa viết chưa được nhận. Chữ vẫn còn trên màn hình này để đồng chí chép lại.',
    DOC_READ_ONLY: 'Đồng chí chỉ được xem nội dung này. Chữ vừa viết vẫn còn trên màn hình này để chép lại.',
    DOC_TOO_LARGE: 'Nội dung quá dài, máy chủ không nhận thêm. Chữ vẫn còn trên màn hình này để đồng chí chép lại.',
    DOC_NOT_FOUND: 'Nội dung này không còn trong chương trình.',
    FORBIDDEN: 'Đồng chí không còn quyền xem nội dung này.',
    NOT_SIGNED_IN: 'Phiên đăng nhập đã hết. Đồng chí đăng nhập lại, phần vừa viết sẽ được gửi tiếp.',
    other: 'Máy chủ chưa nhận được phần vừa viết. Chữ vẫn còn trên màn hình này, đồng chí chép lại rồi mở lại trang.',
  } as Record<string, string>,
  people: (n: number) => `${n} người đang soạn`,
} as const

/** The sentence for a refused document. */
export const refusedSentence = (code: string | null): string =>
  editorText.refusedWhy[code ?? 'other'] ?? editorText.refusedWhy.other ?? editorText.refused
