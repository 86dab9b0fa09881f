package photo

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"math/rand/v2"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

const shirt = "0104601234567893215Qx7&aB2kLm9Z" + gs + "91EE07" + gs + "92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

func TestEveryFormatIsRead(t *testing.T) {
	t.Parallel()
	l := label(t, shirt, 5)
	var g bytes.Buffer
	palette := image.NewPaletted(l.image().Rect, color.Palette{color.Black, color.White})
	for i, b := range l.pix {
		palette.Pix[i] = b >> 7
	}
	require.NoError(t, gif.Encode(&g, palette, nil))
	for name, picture := range map[string][]byte{"PNG": l.png(t), "JPEG": l.jpeg(t, 40), "GIF": g.Bytes()} {
		codes, err := Read(t.Context(), picture)
		require.NoError(t, err, name)
		require.Len(t, codes, 1, name)
		require.Equal(t, shirt, codes[0].String(), name)
		require.False(t, codes[0].Repaired, "FNC1 in front belongs to the symbol")
	}
}

func TestAllCodesOfAPicture(t *testing.T) {
	t.Parallel()
	const other = "0104698765000012215aB7kQ" + gs + "93dGVz"
	a, b := label(t, shirt, 5), label(t, other, 5)
	p := a.on(900, 600, 80, 100, 255)
	for y := range b.h {
		copy(p.pix[(200+y)*p.w+600:], b.pix[y*b.w:(y+1)*b.w])
	}
	codes, err := Read(t.Context(), p.png(t))
	require.NoError(t, err)
	texts := []string{}
	for _, c := range codes {
		texts = append(texts, c.String())
	}
	require.ElementsMatch(t, []string{shirt, other}, texts)
}

// fault: M10
func TestWhatCannotBeReadSaysWhatToDo(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	good := label(t, shirt, 4).png(t)
	sscc := label(t, "00"+"123456789012345675", 6).png(t)
	for name, c := range map[string]struct {
		picture []byte
		reason  Reason
		says    string
	}{
		"nothing":             {nil, Empty, "send it again"},
		"text":                {[]byte("0104601234567893215Qx7"), Format, "JPEG or PNG"},
		"HEIC":                {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), Format, "is HEIC"},
		"WebP":                {[]byte("RIFF\x10\x00\x00\x00WEBPVP8 "), Format, "is WebP"},
		"PDF":                 {[]byte("%PDF-1.7 and more"), Format, "is PDF"},
		"half a picture":      {good[:len(good)/2], Broken, "send it again"},
		"a bomb":              {bomb(t, 60000, 60000), TooLarge, "60000 × 60000 pixels"},
		"a flat bomb":         {bomb(t, 1<<31-1, 1<<31-1), Format, ""},
		"many bytes":          {make([]byte, 16<<20), TooLarge, "16 MB, 15 are read"},
		"a white page":        {newPlane(300, 200).inverted().png(t), NoCode, "or type the code"},
		"one pixel":           {newPlane(1, 1).png(t), NoCode, "or type the code"},
		"noise":               {newPlane(200, 200).noisy(r, 200).png(t), NoCode, "or type the code"},
		"a link":              {drawn(t, qrcode.NewQRCodeWriter(), "https://shop.example/p/41207", gozxing.BarcodeFormat_QR_CODE), OtherCode, "not the QR code"},
		"the number of goods": {drawn(t, oned.NewEAN13Writer(), "4601234567893", gozxing.BarcodeFormat_EAN_13), OtherCode, "is the number of the goods"},
		"a pack":              {sscc, OtherCode, "is the number of a transport pack"},
	} {
		_, err := Reader{Tries: 20}.Read(t.Context(), c.picture)
		var e *Error
		require.ErrorAs(t, err, &e, name)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.Contains(t, err.Error(), c.says, name)
		require.Equal(t, c.reason, e.Reason, name)
		require.Equal(t, c.reason == OtherCode, e.Found != "", name)
	}
}

// A misprint has the check digit of another GTIN: no register takes it, and it is not guessed.
func TestACodeThatIsWrongIsNotReturned(t *testing.T) {
	t.Parallel()
	_, err := Reader{Tries: 20}.Read(t.Context(), label(t, "0104601234567890215Qx7&aB"+gs+"93dGVz", 5).png(t))
	require.ErrorContains(t, err, "check digit of GTIN 04601234567890 is wrong")
}

func TestTheCallerCanStop(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Read(ctx, newPlane(300, 300).inverted().png(t))
	require.ErrorIs(t, err, context.Canceled)
}

// drawn is a code of another kind.
func drawn(t *testing.T, w gozxing.Writer, text string, f gozxing.BarcodeFormat) []byte {
	t.Helper()
	m, err := w.Encode(text, f, 300, 300, nil)
	require.NoError(t, err)
	return grey(m).png(t)
}

// bomb is a picture of a few bytes that says it has so many pixels.
func bomb(t *testing.T, w, h uint32) []byte {
	t.Helper()
	var b, z bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(name string, data []byte) {
		body := append([]byte(name), data...)
		b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
		b.Write(binary.BigEndian.AppendUint32(body, crc32.ChecksumIEEE(body)))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	chunk("IHDR", append(head, 8, 0, 0, 0, 0))
	zw := zlib.NewWriter(&z)
	_, err := zw.Write(make([]byte, 1<<10))
	require.NoError(t, err)
	require.NoError(t, zw.Close())
	chunk("IDAT", z.Bytes())
	chunk("IEND", nil)
	return b.Bytes()
}

func FuzzRead(f *testing.F) {
	f.Add(label(f, shirt, 2).png(f))
	f.Add(label(f, shirt, 2).jpeg(f, 30))
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, picture []byte) {
		codes, err := Reader{Pixels: 40_000, Tries: 4}.Read(t.Context(), picture)
		if err != nil {
			require.ErrorAs(t, err, new(*Error))
			return
		}
		for _, c := range codes {
			again, err := marking.Parse(c.String())
			require.NoError(t, err)
			require.Equal(t, c.String(), again.String())
		}
	})
}
