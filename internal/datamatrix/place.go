package datamatrix

// at is a place relative to the module of a word's last bit, or on the edge of the symbol: negative ones count from the
// other side.
type at struct{ row, column int }

// utah is the usual shape of a word, from its highest bit on.
var utah = [8]at{{-2, -2}, {-2, -1}, {-1, -2}, {-1, -1}, {-1, 0}, {0, -2}, {0, -1}, {0, 0}}

// The shapes of words at the corners, which only symbols of some sizes have. A row or column below 0 counts from the
// bottom or the right.
var corners = []struct {
	is    func(side, row, column int) bool
	shape [8]at
}{
	{
		func(side, row, column int) bool { return row == side && column == 0 },
		[8]at{{-1, 0}, {-1, 1}, {-1, 2}, {0, -2}, {0, -1}, {1, -1}, {2, -1}, {3, -1}},
	},
	{
		func(side, row, column int) bool { return row == side-2 && column == 0 && side%4 != 0 },
		[8]at{{-3, 0}, {-2, 0}, {-1, 0}, {0, -4}, {0, -3}, {0, -2}, {0, -1}, {1, -1}},
	},
	{
		func(side, row, column int) bool { return row == side-2 && column == 0 && side%8 == 4 },
		[8]at{{-3, 0}, {-2, 0}, {-1, 0}, {0, -2}, {0, -1}, {1, -1}, {2, -1}, {3, -1}},
	},
	{
		func(side, row, column int) bool { return row == side+4 && column == 2 && side%8 == 0 },
		[8]at{{-1, 0}, {-1, -1}, {0, -3}, {0, -2}, {0, -1}, {1, -3}, {1, -2}, {1, -1}},
	},
}

// board is the data area of a symbol while its words are placed.
type board struct {
	side  int
	words []byte
	taken []bool
	dark  []bool
}

// place puts words on the data area, along diagonals from the left: ISO/IEC 16022, annex F.
func place(side int, words []byte) []bool {
	b := &board{side: side, words: words, taken: make([]bool, side*side), dark: make([]bool, side*side)}
	for row, column := 4, 0; row < side || column < side; {
		for _, c := range corners {
			if c.is(side, row, column) {
				b.word(func(i int) (int, int) { return (c.shape[i].row + side) % side, (c.shape[i].column + side) % side })
			}
		}
		for ; row >= 0 && column < side; row, column = row-2, column+2 {
			b.diagonal(row, column, row < side && column >= 0)
		}
		row, column = row+1, column+3
		for ; row < side && column >= 0; row, column = row+2, column-2 {
			b.diagonal(row, column, row >= 0 && column < side)
		}
		row, column = row+3, column+1
	}
	if last := side*side - 1; !b.taken[last] {
		b.dark[last], b.dark[last-side-1] = true, true
	}
	return b.dark
}

// diagonal places the next word if its place is on the board and free.
func (b *board) diagonal(row, column int, on bool) {
	if !on || b.taken[row*b.side+column] {
		return
	}
	b.word(func(i int) (int, int) {
		r, c := row+utah[i].row, column+utah[i].column
		if r < 0 {
			r, c = r+b.side, c+4-(b.side+4)%8
		}
		if c < 0 {
			r, c = r+4-(b.side+4)%8, c+b.side
		}
		return r, c
	})
}

func (b *board) word(place func(bit int) (row, column int)) {
	w := b.words[0]
	b.words = b.words[1:]
	for i := range 8 {
		row, column := place(i)
		b.taken[row*b.side+column] = true
		b.dark[row*b.side+column] = w&(0x80>>i) != 0
	}
}
