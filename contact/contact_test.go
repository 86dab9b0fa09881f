package contact_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/contact"
)

// fault: M11
func TestPhones(t *testing.T) {
	for in, want := range map[string]string{
		"+7 901 000‑00‑02":             "+79010000002", // U+2011
		"8 (901) 000-00-02":            "+79010000002",
		"7 901 000 00 02":              "+79010000002",
		"9010000002":                   "+79010000002",
		"8.901.000.00.02":              "+79010000002",
		"+7\u00a0(901)\u00a0000–00–02": "+79010000002",
		"380 67 123 45 67":             "+380671234567",
		"375 29 123-45-67":             "+375291234567",
		"+48 501 234 567":              "+48501234567",
		"+7 (727) 250-00-00":           "+77272500000",
		" +380671234567 ":              "+380671234567",
	} {
		got, err := contact.Phone(in, "RU")
		require.NoError(t, err, in)
		require.Equal(t, want, got, in)
	}
	for in, want := range map[string]string{"067 123 45 67": "+380671234567", "+7 901 000 00 02": "+79010000002"} {
		got, err := contact.Phone(in, "UA")
		require.NoError(t, err, in)
		require.Equal(t, want, got, in)
	}
	got, err := contact.Phone("501 234 567", "PL")
	require.NoError(t, err)
	require.Equal(t, "+48501234567", got)
}

func TestNoCountryHasThesePhones(t *testing.T) {
	for _, in := range []string{
		"", " ", "12", "+999 123 456 789", "+7 901", "+48 501 234 567 890 1", "позвонить после 6", "нет", "+7 901 000-00-02 доб. 12", "+7 901 000 00 02 ext 3",
		"1-800-FLOWERS", "+", strings.Repeat("9", 4000),
	} {
		_, err := contact.Phone(in, "RU")
		var e *contact.Error
		require.ErrorAs(t, err, &e, in)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.NotEmpty(t, e.Text().String())
	}
	_, err := contact.Phone("901 000 00 02", "")
	require.Error(t, err, "no country is shown")
}

// fault: M12
// fault: C27
func TestEmails(t *testing.T) {
	for in, want := range map[string]string{
		"ivanova@example.ru":                     "ivanova@example.ru",
		" ivanova@example.ru ":                   "ivanova@example.ru",
		"o'brien+shop@mail.example.com":          "o'brien+shop@mail.example.com",
		"a@b.co":                                 "a@b.co",
		"почта":                                  "",
		"info@пример.рф":                         "info@xn--e1afmkfd.xn--p1ai",
		"ivanova@example,ru":                     "",
		"<ivanova@example.ru>":                   "",
		"Анна <ivanova@example.ru>":              "",
		"ivanova@example":                        "",
		"ivanova@example.ru.":                    "",
		"ivanovа@example.ru":                     "", // a Cyrillic а
		"ivanova@еxample.ru":                     "", // a Cyrillic е
		"ivanova@example.rу":                     "", // a Cyrillic у
		"anna":                                   "",
		"@example":                               "",
		"@example.ru":                            "",
		"a..b@example.com":                       "",
		".a@example.com":                         "",
		"a.@example.com":                         "",
		"a@example#x.com":                        "",
		"a@-example.com":                         "",
		"a@example..com":                         "",
		"a@b@example.com":                        "",
		"a b@example.com":                        "",
		"a@exam ple.com":                         "",
		"a@127.0.0.1":                            "",
		"a@x.ru\r\nBcc: b@x.ru":                  "",
		"":                                       "",
		strings.Repeat("a", 65) + "@example.com": "",
		strings.Repeat("a@", 4000):               "",
	} {
		got, err := contact.Email(in)
		require.Equal(t, want, got, in)
		require.Equal(t, want == "", err != nil, in)
		require.Equal(t, want == "", errors.Is(err, ordo.ErrInvalid), in)
	}
}

func FuzzPhone(f *testing.F) {
	f.Add("+7 901 000-00-02", "RU")
	f.Add("+810000000000", "0") // it lost a zero each time that it was read
	f.Fuzz(func(t *testing.T, text, region string) {
		got, err := contact.Phone(text, region)
		if err != nil {
			return
		}
		again, err := contact.Phone(got, "")
		require.NoError(t, err)
		require.Equal(t, got, again, "what was read is read as itself")
	})
}

func FuzzEmail(f *testing.F) {
	f.Add("anna@пример.рф")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := contact.Email(text)
		if err != nil {
			return
		}
		again, err := contact.Email(got)
		require.NoError(t, err)
		require.Equal(t, got, again)
	})
}

func Example() {
	fmt.Println(contact.Phone("8 (901) 000‑00‑02", "RU"))
	fmt.Println(contact.Phone("067 123 45 67", "UA"))
	fmt.Println(contact.Email("ivanova@example,ru"))
	// Output:
	// +79010000002 <nil>
	// +380671234567 <nil>
	//  contact: "ivanova@example,ru" is no e-mail address: it must be like anna@example.com
}
