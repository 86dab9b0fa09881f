package datamatrix

import (
	"errors"
	"fmt"
	"image"
	"image/color"
)

// fnc1 is the code word that starts a GS1 symbol and separates its elements.
const fnc1 = 232

// size is a square symbol of one block of error correction.
type size struct{ modules, regions, data, check int }

var sizes = []size{
	{10, 1, 3, 5},
	{12, 1, 5, 7},
	{14, 1, 8, 10},
	{16, 1, 12, 12},
	{18, 1, 18, 14},
	{20, 1, 22, 18},
	{22, 1, 30, 20},
	{24, 1, 36, 24},
	{26, 1, 44, 28},
	{32, 2, 62, 36},
	{36, 2, 86, 42},
	{40, 2, 114, 48},
	{44, 2, 144, 56},
	{48, 2, 174, 68},
}

// Symbol are the modules of a symbol by row and column, dark ones true, without the quiet zone.
type Symbol [][]bool

// Encode returns the symbol of a marking code, with its group separators (byte 29).
func Encode(code string) (Symbol, error) {
	words := []byte{fnc1}
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == 29:
			words = append(words, fnc1)
		case c > 127:
			return nil, fmt.Errorf("datamatrix: byte %d is not ASCII", c)
		case isDigit(c) && i+1 < len(code) && isDigit(code[i+1]):
			words = append(words, 130+10*(c-'0')+code[i+1]-'0')
			i++
		default:
			words = append(words, c+1)
		}
	}
	for _, s := range sizes {
		if len(words) <= s.data {
			return s.draw(append(s.pad(words), check(s.pad(words), s.check)...)), nil
		}
	}
	return nil, errors.New("datamatrix: the text is longer than a symbol of 48 modules")
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// pad fills the data words up: the first is 129, the others depend on their place.
func (s size) pad(words []byte) []byte {
	all := append(make([]byte, 0, s.data+s.check), words...)
	for len(all) < s.data {
		if len(all) == len(words) {
			all = append(all, 129)
			continue
		}
		v := 129 + 149*(len(all)+1)%253 + 1
		if v > 254 {
			v -= 254
		}
		all = append(all, byte(v))
	}
	return all
}

// draw places the words, and around each region its finder: dark on the left and below, alternating above and on the
// right.
func (s size) draw(words []byte) Symbol {
	inner := s.modules/s.regions - 2
	side := inner * s.regions
	bits := place(side, words)
	all := make(Symbol, s.modules)
	for y := range all {
		all[y] = make([]bool, s.modules)
		for x := range all[y] {
			ry, rx := y%(inner+2), x%(inner+2)
			switch {
			case rx == 0 || ry == inner+1:
				all[y][x] = true
			case ry == 0:
				all[y][x] = rx%2 == 0
			case rx == inner+1:
				all[y][x] = ry%2 == 1
			default:
				all[y][x] = bits[(y/(inner+2)*inner+ry-1)*side+x/(inner+2)*inner+rx-1]
			}
		}
	}
	return all
}

// Image draws the symbol on white, with modules of so many pixels and a quiet zone of so many modules.
func (s Symbol) Image(pixels, quiet int) *image.Gray {
	n := (len(s) + 2*quiet) * pixels
	g := image.NewGray(image.Rect(0, 0, n, n))
	for y := range n {
		for x := range n {
			my, mx := y/pixels-quiet, x/pixels-quiet
			dark := my >= 0 && mx >= 0 && my < len(s) && mx < len(s) && s[my][mx]
			if !dark {
				g.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return g
}
