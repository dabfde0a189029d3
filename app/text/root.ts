/** Words of the frame around every page. */
export const rootText = {
  title: 'Tân Trào – Phòng họp không giấy, theo dõi nhiệm vụ',
  notFoundTitle: 'Không tìm thấy trang này',
  notFoundBody: 'Đường dẫn đã đổi, hoặc nội dung không thuộc phạm vi của đồng chí.',
  forbiddenTitle: 'Đồng chí không xem được nội dung này',
  forbiddenBody: 'Nội dung chỉ dành cho người được mời hoặc đơn vị được giao. Cần xem thì liên hệ Văn phòng UBND tỉnh.',
  failedTitle: 'Chưa mở được trang',
  failedBody: 'Máy chủ gặp lỗi. Những gì đã báo “đã lưu”, “đã ghi nhận” vẫn còn nguyên. Đồng chí thử lại sau ít giây.',
  opening: 'Đang mở trang',
  retry: 'Thử lại',
  home: 'Về trang đầu',
}
