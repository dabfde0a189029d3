import { expect, it } from 'vitest'
import { isPageData } from '#app/live/patience.ts'

const OURS = 'http://hop.tuyenquang.example'

it.each([
  ['số liệu của một trang', '/phien-hop.data', 'GET', true],
  ['số liệu với bộ lọc', '/nhiem-vu.data?trang-thai=tre', 'GET', true],
  ['trang gồm những phần nào', '/__manifest?p=%2Fnhiem-vu&version=1', 'GET', true],
  ['gửi biểu mẫu: không bao giờ gửi lại', '/dang-nhap.data', 'POST', false],
  ['tệp', '/tep/1', 'GET', false],
  ['máy chủ khác', 'http://khac.example/x.data', 'GET', false],
])('đọc lại khi mạng đứt: %s', (_what, address, method, expected) => {
  expect(isPageData(new URL(address, OURS), OURS, method)).toBe(expected)
})
