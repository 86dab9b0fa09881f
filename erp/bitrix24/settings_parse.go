package bitrix24

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/strictjson"
	"github.com/ordo-sdk/ordo/texts"
)

// SettingProblem is one thing that is wrong with a merchant's settings, or missing in the portal.
type SettingProblem struct {
	Field string   // its path, such as "people[1].user", or what is missing, such as "stage PAID"
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

// SettingsError lists everything that is wrong with a merchant's settings, or missing in the portal. It is the cause of
// an *ordo.Error of class Invalid.
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

const wrongSettings = "the merchant's settings are wrong"

// ParseSettings reads a merchant's settings from JSON. It is strict: an unknown field, one that occurs twice, a value
// of another kind, a choice that does not exist are all listed, each with the path of its field, in a *[SettingsError]
// within an *ordo.Error of class Invalid. Whether the portal has what they name is for [System.Check] to say.
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
		return Settings{}, &ordo.Error{System: Name, Op: "settings", Class: ordo.Invalid, Text: wrongSettings, Err: &SettingsError{ps}}
	}
	return s, nil
}

// maxOrigin is how long originatorId and originId may be.
const maxOrigin = 255

// problems returns what is wrong with settings whatever the portal has.
func (s *Settings) problems() (ps []SettingProblem) {
	wrong := func(field, value, why string, known ...string) {
		ps = append(ps, SettingProblem{Field: field, Value: value, Why: why, Known: known})
	}
	if strings.Contains(s.Originator, "/") || len(s.Originator) > maxOrigin/4 {
		wrong("originator", s.Originator, fmt.Sprintf("it must be short (%d bytes at most) and have no slash: it is the head of keys", maxOrigin/4))
	}
	if n := len([]rune(s.Prefix)); n > maxOrigin/4 {
		wrong("prefix", s.Prefix, fmt.Sprintf("%d characters leave too little room for the number: at most %d", n, maxOrigin/4))
	}
	if s.Language != "" && !slices.Contains(texts.Languages(), s.Language) {
		wrong("language", string(s.Language), "there is no such choice", "en", "ru", "uk", "pl")
	}
	if by := s.Goods.By; by != byNothing && by != byXMLID && by != byCode {
		wrong("goods.by", by, "there is no such choice", byXMLID, byCode)
	}
	if s.Goods.PriceType < 0 {
		wrong("goods.priceType", "", "it is less than none")
	}
	if s.Responsible < 0 {
		wrong("responsible", "", "it is less than none")
	}
	for i, p := range s.People {
		field := fmt.Sprintf("people[%d]", i)
		if p.User < 1 {
			wrong(field+".user", "", "name the user by his id in the portal")
		}
		if p.Role == "" && p.Place == "" && p.Person == "" && i < len(s.People)-1 {
			wrong(field, "", "it stands for everybody, and hides those below it: put it last, or use responsible")
		}
	}
	titles := append(s.processTitles(), s.discountTitle())
	for i, name := range []string{"positions", "shipments", "returns", "discounts"} {
		if slices.Contains(titles[:i], titles[i]) {
			wrong("processes."+name, titles[i], "two processes have this title: they are found by it")
		}
	}
	return ps
}
