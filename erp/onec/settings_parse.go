package onec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/strictjson"
	"github.com/ordo-sdk/ordo/order"
)

// SettingProblem is one thing that is wrong with a merchant's settings.
type SettingProblem struct {
	Field string   // its path, such as "warehouses[1].code"
	Value string   // what stands there, if it is about a value
	Why   string   // what is wrong with it
	Known []string // what would be right
}

// String returns the problem in one line.
func (p SettingProblem) String() string {
	var b strings.Builder
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	if p.Value != "" {
		fmt.Fprintf(&b, "%q: ", p.Value)
	}
	b.WriteString(p.Why)
	if len(p.Known) > 0 {
		b.WriteString(" (known: " + strings.Join(p.Known, ", ") + ")")
	}
	return b.String()
}

// SettingsError lists everything that is wrong with a merchant's settings. It is the cause of an *ordo.Error of class
// Invalid.
type SettingsError struct {
	Problems []SettingProblem
}

// Error lists the problems, one a line.
func (e *SettingsError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func settingsError(account string, ps []SettingProblem) error {
	return &ordo.Error{
		System: Name, Account: account, Op: "settings", Class: ordo.Invalid, Err: &SettingsError{ps},
		Text: "the merchant's settings are wrong",
	}
}

// ParseSettings reads a merchant's settings from JSON. It is strict: an unknown field, one that occurs twice, a value
// of another kind, a choice that does not exist are all listed, each with the path of its field, in a *[SettingsError]
// within an *ordo.Error of class Invalid. Whether the base has what they name is for [System.Check] to say.
func ParseSettings(b []byte) (Settings, error) {
	var s Settings
	var ps []SettingProblem
	for _, p := range strictjson.Read(b, &s) {
		ps = append(ps, SettingProblem{Field: p.Field, Why: p.Why, Known: p.Known})
	}
	if len(ps) == 0 {
		ps = s.problems()
	}
	if len(ps) > 0 {
		return Settings{}, settingsError("", ps)
	}
	return s, nil
}

// problems returns what is wrong with settings whatever the base has.
func (s *Settings) problems() (ps []SettingProblem) {
	wrong := func(field, value, why string, known ...string) {
		ps = append(ps, SettingProblem{Field: field, Value: value, Why: why, Known: known})
	}
	oneOf := func(field, value string, known ...string) {
		if value != "" && !slices.Contains(known, value) {
			wrong(field, value, "there is no such choice", known...)
		}
	}
	if s.Organisation == "" {
		wrong("organisation", "", "name the merchant's company")
	}
	if n := len([]rune(s.Prefix)); n > maxNumber/2 {
		wrong("prefix", s.Prefix, fmt.Sprintf("%d characters leave too little room for the number: at most %d", n, maxNumber/2))
	}
	oneOf("tax", s.Tax, taxations...)
	oneOf("keys.row", s.Keys.Row, rowIdentity, rowContent)
	oneOf("goods.by", s.Goods.By, byArticle, byCode)
	for _, kind := range slices.Sorted(maps.Keys(s.Goods.Services)) {
		oneOf("goods.services."+string(kind), string(kind), string(order.LineService), string(order.LineDelivery), string(order.LineAdditional))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Deliver)) {
		oneOf("deliver."+name+".method", s.Deliver[name].Method, deliveryMethods...)
		if m := s.Deliver[name].Method; byCarrier(m) && s.Deliver[name].Carrier == "" {
			wrong("deliver."+name+".carrier", "", "the method "+m+" needs the partner that carries")
		}
	}
	oneOf("returns.compensation", s.Returns.Compensation, compensations...)
	if s.Payments != nil && s.Payments.Contract == "" {
		wrong("payments.contract", "", "name the contract of acquiring")
	}
	if s.Days < 0 {
		wrong("days", "", "it is less than none")
	}
	s.checkWarehouses(wrong)
	return ps
}

func (s *Settings) checkWarehouses(wrong func(field, value, why string, known ...string)) {
	var codes []string
	centrals := 0
	for i, w := range s.Warehouses {
		field := fmt.Sprintf("warehouses[%d]", i)
		switch {
		case w.Code == "":
			wrong(field+".code", "", "the code is empty")
		case slices.Contains(codes, w.Code):
			wrong(field+".code", w.Code, "it occurs twice")
		}
		if w.Latitude < -90 || w.Latitude > 90 || w.Longitude < -180 || w.Longitude > 180 {
			wrong(field, "", fmt.Sprintf("there is no place at %v, %v", w.Latitude, w.Longitude))
		}
		codes = append(codes, w.Code)
		if w.Central {
			centrals++
		}
	}
	if centrals != 1 {
		wrong("warehouses", "", fmt.Sprintf("%d are central: exactly one must be", centrals))
	}
	if m := s.Returns.Marked; m != "" && !slices.Contains(codes, m) {
		wrong("returns.marked", m, "there is no such warehouse", codes...)
	}
}
