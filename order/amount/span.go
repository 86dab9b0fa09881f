package amount

// PriceSpan prices the units [From,To) of a line. They belong to Width units
// that began at Origin and cost Total together; Total is the authority, and
// the price of units [a,b) is
//
//	round(Total·(b−Origin)/Width) − round(Total·(a−Origin)/Width)
//
// rounded half away from zero. So every unit's price is fixed for good: parts
// always add up to the whole in whatever order they were split off, and a part
// lies within one minor unit of its fair share. A span that is cut keeps
// Origin, Width and Total, and with them the price of each unit.
//
// It is stored in events; the JSON names never change.
type PriceSpan struct {
	From   Quantity `json:"from"`
	To     Quantity `json:"to"`
	Origin Quantity `json:"origin"`
	Width  Quantity `json:"width"`
	Total  Money    `json:"total"`
}

// NewPriceSpan prices the units [from,to) anew: together they cost total. The
// error is a *SpanError if from is negative or not before to.
func NewPriceSpan(from, to Quantity, total Money) (PriceSpan, error) {
	// An overflow leaves Width zero, and Validate names what caused it.
	width, _ := to.Sub(from)
	s := PriceSpan{From: from, To: to, Origin: from, Width: width, Total: total}
	return s, s.Validate()
}

// Validate reports whether the span can price its units: at least one unit,
// within the Width from Origin, and no negative numbers. The error is a
// *SpanError.
func (s PriceSpan) Validate() error {
	switch {
	case s.Origin.Sign() < 0:
		return s.fault("begins below zero")
	case s.From.Cmp(s.To) >= 0:
		return s.fault("has no units: from must be below to")
	case s.Width.Sign() <= 0:
		return s.fault("has no width: its total would belong to no units")
	case s.From.Cmp(s.Origin) < 0:
		return s.fault("begins before its origin " + s.Origin.String())
	case s.To.milli-s.Origin.milli > s.Width.milli:
		return s.fault("ends after its origin " + s.Origin.String() + " plus its width " + s.Width.String())
	}
	return nil
}

// Of returns the price of the units [a,b). The error is a *SpanError if they
// are not all in the span, or if the span is not valid.
func (s PriceSpan) Of(a, b Quantity) (Money, error) {
	if err := s.Validate(); err != nil {
		return Money{}, err
	}
	if a.Cmp(s.From) < 0 || b.Cmp(s.To) > 0 || a.Cmp(b) > 0 {
		return Money{}, outside(a, b, s.From, s.To)
	}
	return s.of(a, b), nil
}

// of cannot overflow: in a valid span both terms lie between 0 and Total.
func (s PriceSpan) of(a, b Quantity) Money {
	upTo := func(q Quantity) int64 {
		v, _ := mulDiv(s.Total.minor, q.milli-s.Origin.milli, s.Width.milli)
		return v
	}
	return Money{upTo(b) - upTo(a), s.Total.cur}
}

// Cut returns the units before at and the units from at on, each unit at the
// price it had. If at is not inside the span, one part has no units: its From
// equals its To.
func (s PriceSpan) Cut(at Quantity) (before, after PriceSpan) {
	before, after = s, s
	at = Quantity{min(max(at.milli, s.From.milli), s.To.milli)}
	before.To, after.From = at, at
	return before, after
}

// VAT returns the same units with the VAT contained in their price in place of
// the price. It divides among units as the price does, so the VAT of all
// refunds adds up to the VAT of the sale, to the minor unit. Errors are those
// of VAT.Included.
func (s PriceSpan) VAT(v VAT) (PriceSpan, error) {
	vat, err := v.Included(s.Total)
	if err != nil {
		return PriceSpan{}, err
	}
	s.Total = vat
	return s, nil
}

// Spans price a line from end to end: in order, without gaps or overlaps.
type Spans []PriceSpan

// Validate reports whether there is at least one span, each is valid, each
// begins where the one before it ends, and all are in one currency. The error
// is a *SpanError, or a *MoneyError with ErrCurrency.
func (ss Spans) Validate() error {
	if len(ss) == 0 {
		return &SpanError{Why: "no prices: a line needs at least one span"}
	}
	sum := Money{0, ss[0].Total.cur}
	for i, s := range ss {
		if err := s.Validate(); err != nil {
			return err
		}
		cur, same := sum.common(s.Total)
		if !same {
			return moneyError("+", sum, s.Total.String(), ErrCurrency)
		}
		sum.cur = cur
		if i == 0 {
			continue
		}
		last := ss[i-1]
		switch s.From.Cmp(last.To) {
		case -1:
			return s.fault("overlaps the span before it, which ends at " + last.To.String())
		case +1:
			return s.fault("leaves a gap after the span before it, which ends at " + last.To.String())
		}
	}
	return nil
}

// Of returns the price of the units [a,b), over as many spans as they touch.
// The error is a *SpanError if they are not all covered or the spans are not
// valid, and a *MoneyError if the sum does not fit.
func (ss Spans) Of(a, b Quantity) (Money, error) {
	if err := ss.cover(a, b); err != nil {
		return Money{}, err
	}
	sum := Money{0, ss[0].Total.cur}
	for _, s := range ss {
		_, s = s.Cut(a)
		s, _ = s.Cut(b)
		var err error
		if sum, err = sum.Add(s.of(s.From, s.To)); err != nil {
			return Money{}, err
		}
	}
	return sum, nil
}

// Replace returns spans in which the units [a,b) cost total, and every other
// unit costs what it did. The spans themselves stay as they are. Errors are
// those of Of; a range without units is a *SpanError too.
func (ss Spans) Replace(a, b Quantity, total Money) (Spans, error) {
	if err := ss.cover(a, b); err != nil {
		return nil, err
	}
	fresh, err := NewPriceSpan(a, b, total)
	if err != nil {
		return nil, err
	}
	out := make(Spans, 0, len(ss)+2)
	keep := func(s PriceSpan) {
		if s.From != s.To {
			out = append(out, s)
		}
	}
	for _, s := range ss {
		before, _ := s.Cut(a)
		keep(before)
		if s.From.Cmp(a) <= 0 && a.Cmp(s.To) < 0 {
			out = append(out, fresh)
		}
		_, after := s.Cut(b)
		keep(after)
	}
	return out, out.Validate()
}

// VAT returns the spans of the VAT contained, as PriceSpan.VAT does.
func (ss Spans) VAT(v VAT) (Spans, error) {
	out := make(Spans, len(ss))
	for i, s := range ss {
		var err error
		if out[i], err = s.VAT(v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// VATOf returns the VAT contained in the price of the units [a,b), so that the
// parts add up. Errors are those of VAT and Of.
func (ss Spans) VATOf(v VAT, a, b Quantity) (Money, error) {
	vat, err := ss.VAT(v)
	if err != nil {
		return Money{}, err
	}
	return vat.Of(a, b)
}

// cover checks the spans and that [a,b) lies within them.
func (ss Spans) cover(a, b Quantity) error {
	if err := ss.Validate(); err != nil {
		return err
	}
	from, to := ss[0].From, ss[len(ss)-1].To
	if a.Cmp(from) < 0 || b.Cmp(to) > 0 || a.Cmp(b) > 0 {
		return outside(a, b, from, to)
	}
	return nil
}

// SpanError is the error of units that could not be priced.
type SpanError struct {
	From, To Quantity
	Why      string
}

// Error implements error.
func (e *SpanError) Error() string {
	return "amount: units [" + e.From.String() + "," + e.To.String() + "): " + e.Why
}

func (s PriceSpan) fault(why string) error { return &SpanError{From: s.From, To: s.To, Why: why} }

func outside(a, b, from, to Quantity) error {
	return &SpanError{From: a, To: b, Why: "not a range within [" + from.String() + "," + to.String() + ")"}
}
