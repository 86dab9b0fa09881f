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
