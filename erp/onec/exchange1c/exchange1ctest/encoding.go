package exchange1ctest

import (
	"strconv"
	"strings"
)

// windows1251 are the characters of the upper half of the code page; 0x98 has none.
const windows1251 = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\ufffd™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї" +
	"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"

var upper = []rune(windows1251)

// fromWindows1251 returns text of the code page as UTF-8.
func fromWindows1251(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		if c < 0x80 {
			s.WriteByte(c)
			continue
		}
		s.WriteRune(upper[c-0x80])
	}
	return s.String()
}

// toWindows1251 returns text in the code page; what it lacks becomes a character reference, as in XML.
func toWindows1251(text string) []byte {
	var b []byte
next:
	for _, r := range text {
		if r < 0x80 {
			b = append(b, byte(r))
			continue
		}
		for i, u := range upper {
			if u == r && r != '\ufffd' {
				b = append(b, byte(0x80+i))
				continue next
			}
		}
		b = append(b, "&#"+strconv.Itoa(int(r))+";"...)
	}
	return b
}
