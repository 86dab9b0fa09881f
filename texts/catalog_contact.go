package texts

// contactTexts are what is wrong with a phone number or an e-mail address.
func contactTexts() []entry {
	return []entry{
		{"the phone number is empty", "телефон не указан", "телефон не зазначено", "brak numeru telefonu"},
		{
			"the phone number has %d bytes: write one number",
			"в поле телефона %d байт: укажите один номер",
			"у полі телефону %d байтів: вкажіть один номер",
			"pole telefonu ma %d bajtów: wpisz jeden numer",
		},
		{"%q is no phone number", "«%s» — не номер телефона", "«%s» — не номер телефону", "„%s” to nie numer telefonu"},
		{
			"%q is no phone number: no country has this code; begin with + and the code of the country, such as +7, +380 or +48",
			"«%s» — не номер телефона: нет страны с таким кодом; начните с + и кода страны, например +7, +380 или +48",
			"«%s» — не номер телефону: немає країни з таким кодом; почніть з + і коду країни, наприклад +7, +380 або +48",
			"„%s” to nie numer telefonu: żaden kraj nie ma takiego kodu; zacznij od + i kodu kraju, np. +7, +380 lub +48",
		},
		{
			"%q has an extension: write a number that can be reached directly",
			"в номере «%s» есть добавочный: укажите прямой номер",
			"у номері «%s» є внутрішній номер: вкажіть прямий",
			"numer „%s” ma wewnętrzny: podaj numer bezpośredni",
		},
		{
			"%q is no phone number: no number in its country has so many digits",
			"«%s» — не номер телефона: в этой стране нет номеров такой длины",
			"«%s» — не номер телефону: у цій країні немає номерів такої довжини",
			"„%s” to nie numer telefonu: w tym kraju nie ma numerów o takiej długości",
		},
		{
			"the e-mail address has %d bytes, at most 254 are allowed",
			"в адресе почты %d байт, допустимо не более 254",
			"в адресі пошти %d байтів, дозволено щонайбільше 254",
			"adres e-mail ma %d bajtów, dozwolone najwyżej 254",
		},
		{"the e-mail address is empty", "адрес почты не указан", "адресу пошти не зазначено", "brak adresu e-mail"},
		{
			"%q is no e-mail address: it must be like anna@example.com",
			"«%s» — не адрес почты: нужно, например, anna@example.com",
			"«%s» — не адреса пошти: потрібно, наприклад, anna@example.com",
			"„%s” to nie adres e-mail: powinien wyglądać jak anna@example.com",
		},
		{
			"%q is no e-mail address: %q has letters of two alphabets",
			"«%s» — не адрес почты: в «%s» буквы двух алфавитов",
			"«%s» — не адреса пошти: у «%s» літери двох абеток",
			"„%s” to nie adres e-mail: w „%s” są litery dwóch alfabetów",
		},
		{
			"%q is no e-mail address: before the @ it has letters that are not Latin",
			"«%s» — не адрес почты: перед @ есть нелатинские буквы",
			"«%s» — не адреса пошти: перед @ є нелатинські літери",
			"„%s” to nie adres e-mail: przed @ są litery spoza alfabetu łacińskiego",
		},
		{
			"%q is no e-mail address: there is no mail server of that name",
			"«%s» — не адрес почты: почтового сервера с таким именем быть не может",
			"«%s» — не адреса пошти: поштового сервера з таким іменем бути не може",
			"„%s” to nie adres e-mail: serwer poczty nie może mieć takiej nazwy",
		},
	}
}
