package order

// Option sets rules of the host.
type Option func(*config)

// WithScheme adds a scheme of the host. It takes the place of a built-in scheme with the same code.
func WithScheme(s Scheme) Option { return func(c *config) { c.schemes = append(c.schemes, s) } }

// WithRoles replaces the role matrix.
func WithRoles(r Roles) Option { return func(c *config) { c.roles = r } }

// WithMarks sets the check of marking codes. It gets the GTIN of the line, which may be empty, and the code as it was
// scanned, and returns the code to be kept, or an error that says what is wrong with it and what to do. Without it any
// text is a code. Package receipts/marking has the check for Russia.
func WithMarks(check func(gtin, code string) (string, error)) Option {
	return func(c *config) { c.marks = check }
}

type config struct {
	schemes []Scheme
	roles   Roles
	marks   func(gtin, code string) (string, error)
}

func configOf(opts []Option) config {
	var c config
	for _, o := range opts {
		if o != nil {
			o(&c)
		}
	}
	return c
}

// Rules returns the scheme with this code, from the options (WithScheme) or the built-in ones, and whether there is
// one.
func (c SchemeCode) Rules(opts ...Option) (Scheme, bool) {
	for _, s := range configOf(opts).schemes {
		if s.Code == c {
			return s, true
		}
	}
	switch c {
	case Standard:
		return standard(), true
	case MerchantDelivery:
		return merchantDelivery(), true
	case OwnPickup:
		return ownPickup(), true
	case ByCarrier:
		return byCarrier(), true
	case EProcurement:
		return eProcurement(), true
	case SchemeRozetka:
		return rozetka(), true
	case SchemeESklep:
		return eSklep(), true
	case SchemeESklepXT:
		return eSklepXT(), true
	}
	return Scheme{}, false
}

// Schemes lists the built-in schemes, then those of the options (WithScheme).
func Schemes(opts ...Option) []Scheme {
	return append([]Scheme{standard(), merchantDelivery(), ownPickup(), byCarrier(), eProcurement(), rozetka(), eSklep(), eSklepXT()}, configOf(opts).schemes...)
}

// rules are what decides; they are not part of the log.
type rules struct {
	scheme *Scheme // nil when the order's scheme is not known here
	roles  Roles
	marks  func(gtin, code string) (string, error) // nil: any text is a marking code
}

func resolve(code SchemeCode, opts []Option) rules {
	c := configOf(opts)
	r := rules{roles: c.roles, marks: c.marks}
	if r.roles == nil {
		r.roles = DefaultRoles()
	}
	if s, ok := code.Rules(opts...); ok {
		r.scheme = &s
	}
	return r
}
