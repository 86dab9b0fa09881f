package messages

import "github.com/ordo-sdk/ordo/texts"

// builtIn are the templates that the package has, by occasion: a greeting, what happened, what it is about, and what
// the buyer can do.
var builtIn = all(map[texts.Language]words{texts.English: english, texts.Russian: russian, texts.Ukrainian: ukrainian, texts.Polish: polish})

// words are the templates of one language.
type words struct {
	greeting string // with and without a name
	labels   labels
	says     map[string]saying
}

// labels stand before what a message gives, each followed by a colon.
type labels struct{ goods, total, due, link, page, waybill, point, refund string }

// saying is what is particular to a message: its subject, its sentence, and what it gives besides the goods.
type saying struct {
	subject string
	text    string
	gives   string // fragments of tail by letter
}

// tail has the parts that a message may end with.
func (l labels) tail(letter rune) string {
	switch letter {
	case 'g':
		return "{{if .Goods}}\n" + l.goods + ":\n{{range .Goods}}- {{.Name}}{{with .Article}} ({{.}}){{end}}, {{.Quantity}}: {{.Sum}}\n{{end}}{{end}}"
	case 't':
		return "{{with .Total}}" + l.total + ": {{.}}\n{{end}}"
	case 'd':
		return "{{with .Due}}" + l.due + ": {{.}}\n{{end}}"
	case 'l':
		return "{{with .Link}}" + l.link + ": {{.}}\n{{end}}"
	case 'p':
		return "{{with .Page}}" + l.page + ": {{.}}\n{{end}}"
	case 'w':
		return "{{with .Waybill}}" + l.waybill + ": {{.}}\n{{end}}"
	case 'a':
		return "{{with .Point}}" + l.point + ": {{.}}\n{{end}}"
	case 'r':
		return "{{with .Refund}}" + l.refund + ": {{.}}\n{{end}}"
	}
	return ""
}

// all makes the templates of all languages.
func all(languages map[texts.Language]words) map[key]Template {
	out := map[key]Template{}
	for l, w := range languages {
		for name, s := range w.says {
			x := Template{Subject: s.subject, Text: w.greeting + "\n\n" + s.text + "\n", Short: s.text}
			if name == "notice" { // it is for the merchant's people, not for the buyer
				x.Text = s.text + "\n"
			}
			for _, letter := range s.gives {
				x.Text += w.labels.tail(letter)
				if letter == 'w' || letter == 'a' || letter == 'p' || letter == 'l' {
					x.Short += " " + w.labels.tail(letter)
				}
			}
			out[key{name, l}] = x
		}
	}
	return out
}
