package texts

// tables lists the catalog by subject.
func tables() [][]entry {
	return [][]entry{general()}
}

// counts gives the English texts in which a word depends on a number.
func counts() map[string]string {
	return map[string]string{}
}

func general() []entry {
	return []entry{
		{"%s: %s", "%s: %s", "%s: %s", "%s: %s"},
		{"%s (%s)", "%s (%s)", "%s (%s)", "%s (%s)"},
		{"none", "нет", "немає", "brak"},
	}
}
