package carriers

// Field is one thing that a carrier asks or takes.
type Field struct {
	// Name is unique among the fields beside it. A field in the row of a list has the list's name and the row's number
	// before its own when it is filled in: "packages.1.weight".
	Name  string `json:"name"`
	Label string `json:"label"`          // for people, in the carrier's language
	Group string `json:"group,omitzero"` // fields of one group stand together on a screen
	Type  Type   `json:"type"`
	Unit  string `json:"unit,omitzero"` // of numbers: "g", "cm"; of money its ISO 4217 currency

	Required bool `json:"required,omitzero"`
	// RequiredWhen makes it required also when any of these holds.
	RequiredWhen []Condition `json:"requiredWhen,omitzero"`
	// OnlyWhen says when the field counts: when any of these holds. Else it is neither checked nor sent, and a screen hides it.
	// Empty: always.
	OnlyWhen []Condition `json:"only,omitzero"`

	// Min and Max bound a number, a sum, a date, or how many rows a list has. Empty: no bound.
	Min     string   `json:"min,omitzero"`
	Max     string   `json:"max,omitzero"`
	MaxLen  int      `json:"maxLen,omitzero"`  // characters; 0: no bound
	Pattern string   `json:"pattern,omitzero"` // a regular expression (RE2) for the whole value
	Choices []Choice `json:"choices,omitzero"`
	Fields  []Field  `json:"fields,omitzero"` // of each row of a list
	Help    string   `json:"help,omitzero"`   // more for people
}

// Choice is one of the values that a field may have.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Type is what a field holds, and so how it is drawn and how its value is written.
type Type string

// The types.
const (
	TypeText    Type = "text"
	TypeInteger Type = "integer" // 1200
	TypeDecimal Type = "decimal" // 0.35
	TypeMoney   Type = "money"   // 250.00, in the currency of Unit
	TypePhone   Type = "phone"   // +79010000002: see Phone
	TypeEmail   Type = "email"
	TypeDate    Type = "date"    // 2026-02-03
	TypeFlag    Type = "flag"    // true or false
	TypeChoice  Type = "choice"  // one of Choices
	TypeChoices Type = "choices" // some of Choices, with commas between them
	TypePoint   Type = "point"   // code of a delivery point: see PointFinder
	TypeCity    Type = "city"    // the carrier's code of a city: see CityFinder; Choices are suggestions
	TypeUnits   Type = "units"   // which units of the order a row is of; not for people, kept as it is: see Values.HandedOut
	TypeList    Type = "list"    // rows of Fields
)

// Condition is what another field must say. The field is looked for in the same row, then around it.
type Condition struct {
	Field string `json:"field"`
	// Is lists values of which it has one; a TypeChoices has one among others.
	Is []string `json:"is,omitzero"`
	// Above is a number that its value exceeds. Without Is and Above it is enough that the field is filled in.
	Above string `json:"above,omitzero"`
}

// The names that rows have with every carrier which takes the goods one by one, so that a delivery in part can be told in
// units of the order: the number of a box, the article of a row, and the units that it is of.
const (
	FieldNumber  = "number"
	FieldArticle = "article"
	FieldUnits   = "units"
)
