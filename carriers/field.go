package carriers

// Field is one field of a form.
type Field struct {
	// Name is unique among the fields of the same form or row. In Values, the name of a field in a list row follows the
	// name of the list and the number of the row: "packages.1.weight".
	Name  string `json:"name"`
	Label string `json:"label"`          // for people, in the carrier's language
	Group string `json:"group,omitzero"` // fields of one group are shown together
	Type  Type   `json:"type"`
	Unit  string `json:"unit,omitzero"` // unit of a number ("g", "cm"), or ISO 4217 currency of a sum

	Required bool `json:"required,omitzero"`
	// RequiredWhen makes it required if any of the conditions holds.
	RequiredWhen []Condition `json:"requiredWhen,omitzero"`
	// OnlyWhen makes the field apply only if any of the conditions holds. A field that does not apply is neither
	// checked nor sent, and is hidden. Empty: it always applies.
	OnlyWhen []Condition `json:"only,omitzero"`

	// Min and Max are the limits of a number, a sum, a date, or the number of rows of a list. Empty: no limit.
	Min     string   `json:"min,omitzero"`
	Max     string   `json:"max,omitzero"`
	MaxLen  int      `json:"maxLen,omitzero"`  // in characters; 0: no limit
	Pattern string   `json:"pattern,omitzero"` // a regular expression (RE2) for the whole value
	Choices []Choice `json:"choices,omitzero"`
	Fields  []Field  `json:"fields,omitzero"` // of each row of a list
	Help    string   `json:"help,omitzero"`   // further explanation for people
}

// Choice is one allowed value of a field.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Type is the type of a field: how it is drawn and how its value is written.
type Type string

// The types.
const (
	TypeText    Type = "text"
	TypeInteger Type = "integer" // 1200
	TypeDecimal Type = "decimal" // 0.35
	TypeMoney   Type = "money"   // 250.00, in the currency of Unit
	TypePhone   Type = "phone"   // +79010000002: see contact.Phone
	TypeEmail   Type = "email"
	TypeDate    Type = "date"    // 2026-02-03
	TypeFlag    Type = "flag"    // true or false
	TypeChoice  Type = "choice"  // one of Choices
	TypeChoices Type = "choices" // some of Choices, separated by commas
	TypePoint   Type = "point"   // code of a delivery point: see PointFinder
	TypeCity    Type = "city"    // the carrier's code of a city: see CityFinder; Choices are suggestions
	TypeUnits   Type = "units"   // units of the order in a row; hidden and not edited: see Values.HandedOut
	TypeList    Type = "list"    // rows of Fields
)

// Condition is a condition on another field, in the same row or in an enclosing one.
type Condition struct {
	Field string `json:"field"`
	// Is lists values. The condition holds if the field has one of them, a TypeChoices at least one.
	Is []string `json:"is,omitzero"`
	// Above is a number that the value must exceed. Without Is and Above the condition holds if the field is not empty.
	Above string `json:"above,omitzero"`
}

// Field names that are the same for all carriers that list the goods, so that a partial delivery can be translated into
// units of the order: the number of a box, and the article and the units of a row.
const (
	FieldNumber  = "number"
	FieldArticle = "article"
	FieldUnits   = "units"
)
