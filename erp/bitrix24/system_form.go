package bitrix24

import (
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/order"
)

// formText writes a carrier's form as people edit it: a line for each field, "Вес, г* [weight] (a | b): 1200". The star
// says that a value is needed, the list what is allowed.
func formText(f order.ShipmentForm) string {
	var b strings.Builder
	for _, x := range f.Fields {
		b.WriteString(oneLine(x.Name))
		if x.Required {
			b.WriteString("*")
		}
		b.WriteString(" [" + x.Code + "]")
		if len(x.Choices) > 0 {
			b.WriteString(" (" + strings.Join(x.Choices, " | ") + ")")
		}
		b.WriteString(": " + oneLine(x.Value) + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// parseForm reads the values of a form by the codes in square brackets, whatever else people made of the lines. A line
// without a code continues the value above it. strange are the lines before the first code.
func parseForm(text string) (values map[string]string, strange []string) {
	values = map[string]string{}
	last := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		_, rest, coded := strings.Cut(line, "[")
		code, rest, closed := strings.Cut(rest, "]")
		code = strings.TrimSpace(code)
		if coded && closed && code != "" && !strings.ContainsAny(code, " \t") {
			if value, has := afterChoices(rest); has {
				values[code], last = value, code
				continue
			}
		}
		if last == "" {
			strange = append(strange, line)
			continue
		}
		values[last] = strings.TrimSpace(values[last] + " " + line)
	}
	return values, strange
}

// afterChoices returns what stands behind the colon, which follows the choices if there are any.
func afterChoices(rest string) (string, bool) {
	rest = strings.TrimSpace(rest)
	if strings.HasPrefix(rest, "(") {
		if i := strings.LastIndex(rest, "):"); i >= 0 {
			rest = rest[i+1:]
		}
	}
	value, has := strings.CutPrefix(rest, ":")
	return strings.TrimSpace(value), has
}

// formOf returns the form of a shipment.
func formOf(forms []order.ShipmentForm, shipment int) (order.ShipmentForm, bool) {
	i := slices.IndexFunc(forms, func(f order.ShipmentForm) bool { return f.Shipment == shipment })
	if i < 0 {
		return order.ShipmentForm{}, false
	}
	return forms[i], true
}
