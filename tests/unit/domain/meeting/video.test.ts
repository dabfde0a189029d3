import { describe, expect, it } from 'vitest'
import { decideVideo, httpsLink, mayEnterVideo, VIDEO_GUEST_PASS_MS, VIDEO_PASS_MS, type VideoCaller } from '#app/domain/meeting/video.ts'

describe('ai được vào họp trực tuyến', () => {
  const at = { kind: 'jitsi', meeting: 'running', isOwnItemInHand: false } as const
  it.each<[VideoCaller, boolean, string]>([
    ['chair', false, 'điều hành'],
    ['secretary', false, 'điều hành'],
    ['member', false, 'dự'],
    ['substitute', false, 'dự'],
    ['site', false, 'dự'],
    ['guest', true, 'dự'],
    ['guest', false, 'VIDEO_GUEST_WAIT'],
    ['part', true, 'FORBIDDEN'],
    [null, true, 'FORBIDDEN'],
  ])('%s (nội dung của mình: %s) → %s', (as, isOwnItemInHand, expected) => {
    const verdict = mayEnterVideo({ ...at, as, isOwnItemInHand })
    expect(verdict.ok ? (verdict.isModerator ? 'điều hành' : 'dự') : verdict.code).toBe(expected)
  })
  it('hết phiên, không đặt, khách trước khai mạc: nói rõ vì sao', () => {
    const code = (more: Partial<Parameters<typeof mayEnterVideo>[0]>) => {
      const verdict = mayEnterVideo({ ...at, as: 'member', ...more })
      return verdict.ok ? 'ok' : verdict.code
    }
    expect(code({ meeting: 'ended' })).toBe('MEETING_ALREADY_ENDED')
    expect(code({ meeting: 'cancelled' })).toBe('MEETING_ALREADY_ENDED')
    expect(code({ kind: 'none' })).toBe('VIDEO_OFF')
    expect(code({ meeting: 'invited' })).toBe('ok')
    expect(code({ meeting: 'paused', as: 'guest', isOwnItemInHand: true })).toBe('ok')
    expect(code({ meeting: 'invited', as: 'guest', isOwnItemInHand: true })).toBe('VIDEO_GUEST_WAIT')
  })
  it('không ai giữ đường vào quá hai giờ, khách mười phút', () => {
    const holds = (as: VideoCaller) => {
      const verdict = mayEnterVideo({ ...at, as, isOwnItemInHand: true })
      return verdict.ok ? verdict.holdsMs : 0
    }
    expect([holds('chair'), holds('member'), holds('guest')]).toEqual([VIDEO_PASS_MS, VIDEO_PASS_MS, VIDEO_GUEST_PASS_MS])
    expect(VIDEO_PASS_MS).toBeLessThanOrEqual(2 * 3_600_000)
  })
})

describe('đường liên kết', () => {
  it.each([
    ['https://meet.tuyenquang.gov.vn/phong-1', 'https://meet.tuyenquang.gov.vn/phong-1'],
    ['  HTTPS://Meet.Example.VN/x?pwd=1#a ', 'https://meet.example.vn/x?pwd=1#a'],
    ['https://họp.vn/phòng', 'https://xn--hp-68s.vn/ph%C3%B2ng'],
    ['http://meet.example.vn/x', null],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['//meet.example.vn', null],
    ['meet.example.vn', null],
    ['https://', null],
    ['https://localhost/x', null],
    ['https://thuky:matkhau@meet.example.vn', null],
    ['https:\\\\meet.example.vn', null],
    ['https://meet.example.vn\u202e/gnohp', null],
    ['https://meet.example.vn/phòng 🙂', 'https://meet.example.vn/ph%C3%B2ng%20%F0%9F%99%82'],
    ['', null],
  ])('"%s" → %s', (text, expected) => {
    expect(httpsLink(text)).toBe(expected)
  })
  it('chỉ loại phòng tỉnh có; đường liên kết phải có và là https; hết phiên thì thôi', () => {
    const code = (more: Partial<Parameters<typeof decideVideo>[0]>) => {
      const verdict = decideVideo({ meeting: 'running', kind: 'link', available: ['none', 'link', 'jitsi'], link: 'https://a.vn/x', ...more })
      return verdict.ok ? verdict.link : verdict.code
    }
    expect(code({})).toBe('https://a.vn/x')
    expect(code({ link: undefined })).toBe('VIDEO_LINK_MISSING')
    expect(code({ link: ' ' })).toBe('VIDEO_LINK_MISSING')
    expect(code({ link: 'http://a.vn' })).toBe('VIDEO_LINK_NOT_HTTPS')
    expect(code({ kind: 'livekit' })).toBe('VIDEO_KIND_OFF')
    expect(code({ kind: 'jitsi', link: 'http://a.vn' })).toBeNull()
    expect(code({ meeting: 'ended' })).toBe('MEETING_ALREADY_ENDED')
  })
})
