package chestnyznaktest

import (
	"slices"
	"strings"
	"time"
)

// The states of codes that the server gives them; a test may set any other.
const (
	Emitted    = "EMITTED"
	Applied    = "APPLIED"
	Introduced = "INTRODUCED"
	Retired    = "RETIRED"
)

// Code is a marking code in the registry.
type Code struct {
	Full string // КМ, with group separators and crypto tail
	CIS  string // КИ; empty means what stands in Full before the first separator
	GTIN string // empty means that of CIS

	Group    string // word of the group of goods; empty means "lp"
	Status   string // empty means Introduced
	StatusEx string // special state, such as "WAIT_SHIPMENT"; empty means none
	Reason   string // withdrawReason, while it is RETIRED
	Owner    string // INN; empty means the participant
	Producer string // INN; empty means "7712345678"
	Name     string
	Blocked  []string // authorities that block it, such as "FTS"
	Expires  time.Time

	Withdrawals int // how often it left circulation, by documents and receipts
	Returns     int // how often it came back
	// Repeats counts the withdrawals and returns that were refused because the code was there already.
	Repeats  int
	Document string // that moved it last
}

// entry is a code, and what is still told of it.
type entry struct {
	Code
	told  Code
	until time.Time // when what is told follows
}

// at returns what is told of a code at a time.
func (e *entry) at(now time.Time) Code {
	if now.Before(e.until) {
		return e.told
	}
	return e.Code
}

// Add adds codes, or replaces those with the same КИ.
func (s *Server) Add(codes ...Code) {
	s.do(func() {
		for _, c := range codes {
			if c.CIS == "" {
				c.CIS = cisOf(c.Full)
			}
			if c.GTIN == "" {
				c.GTIN = gtinOf(c.CIS)
			}
			fill(&c.Group, "lp")
			fill(&c.Status, Introduced)
			fill(&c.Owner, s.settings.INN)
			fill(&c.Producer, "7712345678")
			fill(&c.Name, "Товар "+c.GTIN)
			s.codes[c.CIS] = &entry{Code: c}
		}
	})
}

func fill(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// Code returns a code as it is by its КМ or КИ, whatever is told of it. One that is not there is zero.
func (s *Server) Code(code string) (c Code) {
	s.do(func() {
		if e := s.codes[cisOf(code)]; e != nil {
			c = e.Code
			c.Blocked = slices.Clone(c.Blocked)
		}
	})
	return c
}

// Change changes a code, as its owner or an authority does, and reports whether there is such a code.
func (s *Server) Change(code string, change func(*Code)) (found bool) {
	s.do(func() {
		if e := s.codes[cisOf(code)]; e != nil {
			change(&e.Code)
			e.until, found = time.Time{}, true
		}
	})
	return found
}

const gs = "\x1d"

// cisOf returns the КИ of a code: what is before the first separator. A pack of tobacco has no separators.
func cisOf(code string) string {
	cis, _, _ := strings.Cut(code, gs)
	if len(code) == 29 && !strings.HasPrefix(code, "01") {
		return code[:21]
	}
	return cis
}

// gtinOf returns the GTIN of a КИ.
func gtinOf(cis string) string {
	if len(cis) >= 18 && strings.HasPrefix(cis, "01") {
		return cis[2:16]
	}
	return cis[:min(len(cis), 14)]
}

// groups are the numbers of the groups of goods.
var groups = map[string]int{
	"lp": 1, "shoes": 2, "tobacco": 3, "perfumery": 4, "tires": 5, "electronics": 6, "milk": 8, "bicycle": 9, "wheelchairs": 10,
	"alcohol": 11, "otp": 12, "water": 13, "furs": 14, "beer": 15, "ncp": 16, "bio": 17, "antiseptic": 19, "petfood": 20,
	"seafood": 21, "nabeer": 22, "softdrinks": 23, "meat": 25, "vetpharma": 26, "toys": 27, "radio": 28, "titan": 31,
	"conserve": 32, "vegetableoil": 33, "opticfiber": 34, "chemistry": 35, "books": 36, "grocery": 37, "pharmaraw": 38,
	"construction": 39, "fire": 40, "heater": 41, "cableraw": 42, "autofluids": 43, "polymer": 44, "sweets": 45, "carparts": 48,
	"nicotindev": 50, "gadgets": 51,
}
