package marking_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

const (
	gs     = "\x1d"
	shirt  = "0104601234567893215Qx7&aB2kLm9Z" + gs + "91EE07" + gs + "92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
	yogurt = "0104698765000012215aB7kQ" + gs + "93dGVz"
	pack   = "04601234567893" + "AbCd12!" + "AAB5" + "xY9z"
)

func TestWhatALabelHas(t *testing.T) {
	c, err := marking.Parse(shirt)
	require.NoError(t, err)
	require.Equal(t, "04601234567893", c.GTIN)
	require.Equal(t, "5Qx7&aB2kLm9Z", c.Serial)
	require.Equal(t, "0104601234567893215Qx7&aB2kLm9Z", c.CIS())
	require.Equal(t, shirt, c.String())
	require.Equal(t, []string{"91EE07", "92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="}, c.Elements)
	require.True(t, c.IsSigned())
	require.False(t, c.Repaired)
	require.Equal(t, "MDEwNDYwMTIzNDU2Nzg5MzIxNVF4NyZhQjJrTG05Wh05MUVFMDcdOTJRbUZ6WlRZMExXeHZiMnRwYm1jdFkzSjVjSFJ2TFhSaGFXd3RORFF0WXc9PQ==",
		base64.StdEncoding.EncodeToString([]byte(c.String())))

	c, err = marking.Parse(pack)
	require.NoError(t, err)
	require.Equal(t, marking.Tobacco, c.Form)
	require.Equal(t, "04601234567893AbCd12!", c.CIS())

	c, err = marking.Parse("RU-430301-ABC1234567")
	require.NoError(t, err)
	require.Equal(t, marking.Fur, c.Form)

	c, err = marking.Parse("0104601234567893215Qx7&aB2kLm9Z")
	require.NoError(t, err)
	require.False(t, c.IsSigned(), "the identity alone")
}

func TestWhatScannersChangeIsPutRight(t *testing.T) {
	for name, text := range map[string]string{
		"blanks and line ends":   " \t" + shirt + "\r\n",
		"a symbology":            "]d2" + shirt,
		"FNC1 in front":          gs + shirt,
		"a separator at the end": shirt + gs,
		"written separators":     strings.ReplaceAll(shirt, gs, "<GS>"),
		"the picture of one":     strings.ReplaceAll(shirt, gs, "\u241d"),
		"JSON written twice":     "]d2" + strings.ReplaceAll(shirt, gs, `\u001d`),
		"Base64":                 base64.StdEncoding.EncodeToString([]byte(shirt)),
		"no separators":          strings.ReplaceAll(shirt, gs, ""),
	} {
		c, err := marking.Parse(text)
		require.NoError(t, err, name)
		require.Equal(t, shirt, c.String(), name)
		require.True(t, c.Repaired, name)
	}
	c, err := marking.Parse("0104601234567893215Qx7&aB2kLm9Z93dGVz")
	require.NoError(t, err)
	require.Equal(t, "0104601234567893215Qx7&aB2kLm9Z"+gs+"93dGVz", c.String())
	c, err = marking.Parse("0104601234567893215<GS>aB" + gs + "93dGVz")
	require.NoError(t, err)
	require.Equal(t, "5<GS>aB", c.Serial, "what can be read as it is, is not changed")
}

// fault: M10
func TestWhatIsNoMarkingCode(t *testing.T) {
	for text, why := range map[string]string{
		"0104600000000015215!фисвуап" + gs + "93фисв": "switch the keyboard to English",
		"4600000000017": "scan the square DataMatrix",
		"0104600000000018215!abcdefg" + gs + "93abcd": "the check digit of GTIN 04600000000018 is wrong",
		"":                     "is empty",
		"  ":                   "is empty",
		"46000017":             "is the number of the goods",
		"14600000000014":       "is the number of the goods",
		"hello":                "does not begin with 01",
		"00123456789012345675": "transport pack",
		"010460123456789321":   "has 0 characters",
		"010460123456789321" + strings.Repeat("a", 21):           "has 21 characters",
		"010460123456789321a b" + gs + "93dGVz":                  "the character \" \"",
		"010460123456789321a€" + gs + "93dGVz":                   "which no code has",
		"0104601234567893215aB" + gs + "93dG":                    "another length than 4 characters",
		"0104601234567893215aB" + gs + "91EE07" + gs + "92short": "another length than 8/44/88 characters",
		"0104601234567893215aB" + gs + gs + "93dGVz":             "two separators",
		strings.Repeat("0", 4000):                                "scan one code",
		"01046\xff":                                              "not UTF-8",
	} {
		_, err := marking.Parse(text)
		var e *marking.Error
		require.ErrorAs(t, err, &e, text)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.ErrorContains(t, err, why, text)
	}
}

func TestACodeIsOfItsGoods(t *testing.T) {
	for _, gtin := range []string{"", "04601234567893", "4601234567893", " 4601234567893 "} {
		got, err := marking.Check(gtin, "]d2"+shirt)
		require.NoError(t, err, gtin)
		require.Equal(t, shirt, got)
	}
	_, err := marking.Check("4600000000015", shirt)
	require.ErrorContains(t, err, "its GTIN is 04601234567893, the line's is 4600000000015")
	_, err = marking.Check("4600000000015", "RU-430301-ABC1234567")
	require.NoError(t, err, "a control mark has no GTIN")
}

func TestUnknownElementsStay(t *testing.T) {
	milk := yogurt + gs + "3103000500"
	c, err := marking.Parse(milk)
	require.NoError(t, err)
	require.Equal(t, milk, c.String())
	require.Equal(t, []string{"93dGVz", "3103000500"}, c.Elements)
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{shirt, yogurt, pack, "]d2" + shirt, "RU-430301-ABC1234567"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := marking.Parse(text)
		if err != nil {
			return
		}
		again, err := marking.Parse(c.String())
		require.NoError(t, err)
		require.Equal(t, c.String(), again.String(), "what was read is read as itself")
		require.False(t, again.Repaired)
		require.Equal(t, c.CIS(), again.CIS())
	})
}
