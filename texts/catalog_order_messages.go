package texts

// orderMessages are what an order says of messages to the buyer and to others outside.
func orderMessages() []entry {
	return []entry{
		{"message", "сообщение", "повідомлення", "wiadomość"},
		{"message %s", "сообщение %s", "повідомлення %s", "wiadomość %s"},
		{"message (%s)", "сообщение (%s)", "повідомлення (%s)", "wiadomość (%s)"},
		{"SMS", "SMS", "SMS", "SMS"},
		{"electronic document", "электронный документ", "електронний документ", "dokument elektroniczny"},
		{"letter", "письмо", "лист", "list"},
		{"the addressee", "адресат", "адресат", "adresat"},
		{"it needs a key and a kind", "нужны ключ и вид", "потрібні ключ і вид", "potrzebny jest klucz i rodzaj"},
		{
			"its state is %q: it must be sent or failed",
			"состояние %q: должно быть sent или failed",
			"стан %q: має бути sent або failed",
			"stan %q: musi być sent albo failed",
		},
		{"say why it failed", "укажите, почему оно не дошло", "зазначте, чому воно не дійшло", "podaj, dlaczego nie dotarła"},
		{"%s to %s sent: %s", "отправлено: %[1]s, кому: %[2]s: %[3]s", "надіслано: %[1]s, кому: %[2]s: %[3]s", "wysłano: %[1]s, do: %[2]s: %[3]s"},
		{
			"%s to %s failed: %s: %s",
			"не доставлено: %[1]s, кому: %[2]s: %[3]s: %[4]s",
			"не доставлено: %[1]s, кому: %[2]s: %[3]s: %[4]s",
			"nie dostarczono: %[1]s, do: %[2]s: %[3]s: %[4]s",
		},
	}
}

// orderMarks are what an order says of marking codes that leave circulation and come back.
func orderMarks() []entry {
	return []entry{
		{"report", "отчёт", "звіт", "raport"},
		{"say withdrawn or reinstated", "укажите withdrawn или reinstated", "зазначте withdrawn або reinstated", "podaj withdrawn albo reinstated"},
		{"the number of the document is not set", "не указан номер документа", "не зазначено номер документа", "nie podano numeru dokumentu"},
		{"it names no units", "не указаны единицы", "не зазначено одиниць", "nie podano sztuk"},
		{"its code is not %s", "её код не %s", "її код не %s", "jej kod to nie %s"},
		{"it is named twice", "она указана дважды", "її зазначено двічі", "podano ją dwa razy"},
		{"its code left circulation by %s", "её код выведен из оборота документом %s", "її код виведено з обігу документом %s", "jej kod wycofano z obrotu dokumentem %s"},
		{
			"its code left circulation by %s: it comes back first",
			"её код выведен из оборота документом %s: сначала верните его в оборот",
			"її код виведено з обігу документом %s: спершу поверніть його в обіг",
			"jej kod wycofano z obrotu dokumentem %s: najpierw przywróć go do obrotu",
		},
		{"its code is in circulation", "её код в обороте", "її код в обігу", "jej kod jest w obrocie"},
		{
			"marking codes of %s are back in circulation: %s",
			"коды маркировки (%s) возвращены в оборот: %s",
			"коди маркування (%s) повернуто в обіг: %s",
			"kody znakowania (%s) przywrócono do obrotu: %s",
		},
		{
			"marking codes of %s left circulation: %s",
			"коды маркировки (%s) выведены из оборота: %s",
			"коди маркування (%s) виведено з обігу: %s",
			"kody znakowania (%s) wycofano z obrotu: %s",
		},
	}
}
