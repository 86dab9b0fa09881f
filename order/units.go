package order

// plus and minus are for quantities within a line, whose size is checked when the line is made: they cannot overflow.

func (q Quantity) plus(r Quantity) Quantity  { return Quantity{q.milli + r.milli} }
func (q Quantity) minus(r Quantity) Quantity { return Quantity{q.milli - r.milli} }

// pieces counts whole pieces.
func (q Quantity) pieces() int { return int(q.milli / 1000) }
