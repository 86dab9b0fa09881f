package marking_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/receipts/marking"
)

const (
	boots    = "0104601234567893215Qx7&aB2kLm9Z" + gs + "2406404" + gs + "91EE07" + gs + "92" + signature88
	camera   = "010460123456789321xYz12AbC9_0123456789" + gs + "91EE07" + gs + "92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
	cheese   = "0104698765000012215aB7kQ" + gs + "93dGVz" + gs + "3103000500"
	keg      = "0104698765000012217xYz12A" + gs + "93dGVz" + gs + "3351050000"
	block    = "0104601234567893217xYz12A" + gs + "8005112000" + gs + "93dGVz"
	water    = "0104601234567893215Qx7&aB2kLm9Z" + gs + "93dGVz"
	identity = "0104601234567893215Qx7&aB2kLm9Z"

	signature88 = "QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtd2l0aC04OC1jaGFyYWN0ZXJzLW5vYm9keS1zaWduZWQtaXQtMQ=="
)

func TestEveryGroupOfGoods(t *testing.T) {
	for name, text := range map[string]string{
		"lp": shirt, "shoes": boots, "electronics": camera, "milk": cheese, "water": water, "beer": keg, "tobacco": block,
		"otp": pack, "furs": "RU-430301-ABC1234567", "toys": water,
	} {
		g, known := marking.FindGroup(name)
		require.True(t, known, name)
		for _, damaged := range []string{text, strings.ReplaceAll(text, gs, "")} {
			c, err := g.Parse(damaged)
			require.NoError(t, err, "%s %q", name, damaged)
			require.Equal(t, text, c.String(), name)
			require.True(t, c.IsSigned(), name)
			require.Equal(t, damaged != text, c.Repaired, name)
		}
	}
}

func TestTheGroupDecides(t *testing.T) {
	beer, _ := marking.FindGroup("15")
	require.Equal(t, "beer", beer.Name)
	beer.Serials = []int{7} // of a host who knows
	const lost = "0104698765000012217xYz12A93dGVz"
	c, err := marking.Parse(lost)
	require.NoError(t, err)
	require.Equal(t, lost, c.CIS(), "13 characters are a serial number")
	c, err = beer.Parse(lost)
	require.NoError(t, err)
	require.Equal(t, "0104698765000012217xYz12A", c.CIS())

	_, err = beer.Parse(shirt)
	require.ErrorContains(t, err, "has 13 characters, goods of the group beer have 7")
	_, err = beer.Parse("RU-430301-ABC1234567")
	require.ErrorContains(t, err, "of another group of goods than beer")
	lp, _ := marking.FindGroup(" Clothes ")
	require.Equal(t, 1, lp.Number)
	_, err = lp.Parse(pack)
	require.ErrorContains(t, err, "of another group of goods than lp")

	own := marking.Group{Name: "homeware", Serials: []int{9}} // of the host
	c, err = own.Parse("0104698765000012219aBcDeFgH93dGVz")
	require.NoError(t, err)
	require.Equal(t, "9aBcDeFgH", c.Serial)
	got, err := own.Check("4698765000012", c.String())
	require.NoError(t, err)
	require.Equal(t, c.String(), got)

	g, known := marking.FindGroup("homeware")
	require.False(t, known)
	require.Equal(t, marking.Group{Name: "homeware"}, g)
	for _, g := range marking.Groups() {
		same, known := marking.FindGroup(g.Name)
		require.True(t, known)
		require.Equal(t, g, same)
		g.Serials = append(g.Serials, 1)
	}
}

// The signature of a code with a customs number and of one with a longer serial number stand at the same place.
func TestTwoReadingsAreRefused(t *testing.T) {
	text := "010460123456789321" + "5Qx7&aB2kLm9Z" + "2406404" + "91EE07" + "92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
	_, err := marking.Parse(text)
	require.ErrorContains(t, err, "can be read in 2 ways")
	shoes, _ := marking.FindGroup("shoes")
	c, err := shoes.Parse(text)
	require.NoError(t, err)
	require.Equal(t, "5Qx7&aB2kLm9Z", c.Serial)
	require.Equal(t, []string{"2406404", "91EE07", "92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="}, c.Elements)
}

func TestElementsThatNeedNoSeparator(t *testing.T) {
	c, err := marking.Parse("0104698765000012215aB7kQ" + gs + "310300050093dGVz")
	require.NoError(t, err)
	require.Equal(t, []string{"3103000500", "93dGVz"}, c.Elements)
	require.True(t, c.IsSigned())
	require.Equal(t, "0104698765000012215aB7kQ"+gs+"310300050093dGVz", c.String(), "as it is on the label")
	c, err = marking.Parse("0104698765000012215aB7kQ" + gs + "17261231" + gs + "10LOT" + gs + "93dGVz")
	require.NoError(t, err)
	require.Equal(t, []string{"17261231", "10LOT", "93dGVz"}, c.Elements)
}

// pain: MK-P1
func TestTheFormForPeople(t *testing.T) {
	for text, want := range map[string]string{
		`(01)04601234567893(21)5abc"d?(93)dGVz`:                                  "01046012345678932" + `15abc"d?` + gs + "93dGVz",
		`(01)04601234567893(21)5a(93)b(93)dGVz`:                                  "010460123456789321" + "5a(93)b" + gs + "93dGVz",
		`(01)04698765000012(21)5aB7kQ(93)dGVz(3103)000500`:                       cheese,
		"(01)04601234567893(21)5Qx7&aB2kLm9Z(240)6404(91)EE07(92)" + signature88: boots,
		"]d2(01)04601234567893(21)5Qx7&aB2kLm9Z":                                 identity,
	} {
		c, err := marking.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, c.String(), text)
		require.True(t, c.Repaired, text)
	}
	for _, text := range []string{
		`(01)04601234567893(21)5abc(93)dGV`,       // cut off
		`(01)04601234567893(21)5abc(93)dGVz(99)x`, // no element that is known
		`(01)04601234567893(21)(93)dGVz`,          // no serial number
		`(01)04601234567890(21)5abc"d?(93)dGVz`,   // a wrong check digit
		`x(01)04601234567893(21)5abc"d?(93)dGVz`,  // more in front
		`(01)04601234567893(21)5abc"d?(93)dGVz and more`,
	} {
		_, err := marking.Parse(text)
		require.Error(t, err, text)
	}
	c, err := marking.Parse("010460123456789321" + "(21)5a(93)b" + gs + "93dGVz")
	require.NoError(t, err)
	require.Equal(t, "(21)5a(93)b", c.Serial, "brackets belong to a code that is whole as it is")
	require.False(t, c.Repaired)
}

// pain: MK-P2
func TestASeparatorAfterTheGTIN(t *testing.T) {
	for _, text := range []string{
		`0104601234567893\u1d215aBcD\u1d93dGVz`, `0104601234567893\u001d215aBcD\u001d93dGVz`,
		"0104601234567893" + gs + "215aBcD" + gs + "93dGVz", "]d20104601234567893<GS>215aBcD<GS>93dGVz<GS>",
		"0104601234567893_x001D_215aBcD_x001D_93dGVz",
	} {
		c, err := marking.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, "0104601234567893215aBcD"+gs+"93dGVz", c.String(), "every register gets the same")
		require.True(t, c.Repaired)
	}
}

// pain: MK-P3
func TestFNC1AsACharacter(t *testing.T) {
	for _, fnc1 := range []string{"\u00e8", "\xe8", " ", "|", "\x1e", "~"} {
		c, err := marking.Parse(strings.ReplaceAll("è0104601234567893215aBcDè93dGVz", "è", fnc1))
		require.NoError(t, err)
		require.Equal(t, "0104601234567893215aBcD"+gs+"93dGVz", c.String())
		require.True(t, c.Repaired)
		_, err = marking.Parse("010460123456789321" + "5a" + fnc1 + "BcD" + gs + "93dGVz")
		require.Error(t, err, "no code has it inside a serial number")
	}
}

func TestARussianKeyboardIsOffered(t *testing.T) {
	_, err := marking.Parse("0104601234567893215Йч7?фИ2лДь9Я\u001d91УУ07\u001d92Йь")
	var e *marking.Error
	require.ErrorAs(t, err, &e)
	require.Empty(t, e.Likely, "that is no code either")

	_, err = marking.Parse("0104601234567893215Йч7?фИ2лДь9Я" + gs + "93вПМя")
	require.ErrorAs(t, err, &e)
	require.ErrorContains(t, err, `it is probably "0104601234567893215Qx7&aB2kLm9Z": switch the keyboard to English`)
	require.Equal(t, "0104601234567893215Qx7&aB2kLm9Z"+gs+"93dGVz", e.Likely)
}

func TestBase64OfWhatWasDamaged(t *testing.T) {
	raw := base64.RawStdEncoding.EncodeToString([]byte("0104601234567893<GS>215aBcD<GS>93dGVz"))
	c, err := marking.Parse(raw)
	require.NoError(t, err)
	require.Equal(t, "0104601234567893215aBcD"+gs+"93dGVz", c.String())
}

func TestWhatIsNoUnitIsNamed(t *testing.T) {
	for text, why := range map[string]string{
		"https://chestny.example/check?c=1": "a link to a page",
		"]C100123456789012345675":           "a transport pack",
		"(00)123456789012345675":            "a transport pack",
		"]d24600000000017":                  "the number of the goods",
		"0104601234567893217xYz12A" + gs + "8005abc000" + gs + "93dGVz": "is no number",
		"0104601234567893215Qx7&aB2kLm9Z" + gs + "91EE0792QmFz":         "another length than 4",
	} {
		_, err := marking.Parse(text)
		require.ErrorContains(t, err, why, text)
	}
}
