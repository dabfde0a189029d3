import { expect, test } from 'vitest'
import { loader } from '#app/routes/phien-hop.$meetingId.trao-doi.ts'

test('kênh trao đổi viết sai trong địa chỉ: trả lời 400, không hỏi cơ sở dữ liệu', async () => {
  const asked: unknown[] = []
  const open = (channel: string) =>
    loader({
      params: { meetingId: '0193f9a0-0000-7000-8000-000000000001' },
      request: new Request(`http://localhost/trao-doi?kenh=${encodeURIComponent(channel)}`),
      context: { query: async (name: string, args: unknown) => void asked.push([name, args]) },
    } as never)
  for (const wrong of ['khong-phai-ma', "'; --", '0193f9a0', 'PHONG']) {
    const answer = await open(wrong).then(
      () => null,
      (thrown: unknown) => thrown as Response,
    )
    expect(answer?.status).toBe(400)
    expect(await answer?.json()).toMatchObject({ code: 'BAD_INPUT', fields: { kenh: 'BAD_INPUT' } })
  }
  expect(asked).toEqual([])
  await open('phong').catch(() => undefined)
  expect(asked).toEqual([['chat.messages', { meetingId: '0193f9a0-0000-7000-8000-000000000001', lineId: null }]])
})
