package texts

// bridgeMessages are what the bridge says of messages, and of effects that wait for what the order lacks.
func bridgeMessages() []entry {
	return []entry{
		{
			"%s: the order has by now what was missing",
			"%s: в заказе уже есть то, чего не хватало",
			"%s: у замовленні вже є те, чого бракувало",
			"%s: w zamówieniu jest już to, czego brakowało",
		},
		{"%s waits: %s", "%s ждёт: %s", "%s чекає: %s", "%s czeka: %s"},
		{"marking codes of order %s", "коды маркировки заказа %s", "коди маркування замовлення %s", "kody znakowania zamówienia %s"},
		{"the route has no rule for it any more", "в маршруте больше нет правила для него", "у маршруті більше немає правила для нього", "trasa nie ma już reguły dla niej"},
		{"nobody knows whether it was sent: %s", "неизвестно, ушло ли оно: %s", "невідомо, чи воно надіслане: %s", "nie wiadomo, czy została wysłana: %s"},
		{"no reason is given", "причина не указана", "причину не зазначено", "nie podano przyczyny"},
		{
			"what came of message %s cannot be kept with the order: %v",
			"результат сообщения %s не удаётся сохранить в заказе: %v",
			"результат повідомлення %s не вдається зберегти в замовленні: %v",
			"wyniku wiadomości %s nie można zapisać przy zamówieniu: %v",
		},
		{"it sends no messages", "сообщений не отправляет", "повідомлень не надсилає", "nie wysyła wiadomości"},
		{
			"%s to %s came back: %s; correct the address, then it is sent again",
			"%[1]s, кому: %[2]s, вернулось: %[3]s; исправьте адрес, тогда оно будет отправлено снова",
			"%[1]s, кому: %[2]s, повернулося: %[3]s; виправте адресу, тоді воно буде надіслане знову",
			"%[1]s, do: %[2]s, wróciło: %[3]s; popraw adres, wtedy zostanie wysłane ponownie",
		},
		{"the addressee has no e-mail address", "у адресата нет электронной почты", "в адресата немає електронної пошти", "adresat nie ma adresu e-mail"},
		{"the addressee has no phone number", "у адресата нет номера телефона", "в адресата немає номера телефону", "adresat nie ma numeru telefonu"},
		{"the e-mail address %s of the addressee: %s", "адрес %s адресата: %s", "адреса %s адресата: %s", "adres e-mail %s adresata: %s"},
		{"the phone number %s of the addressee: %s", "номер телефона %s адресата: %s", "номер телефону %s адресата: %s", "numer telefonu %s adresata: %s"},
		{
			"line %s unit %d has no marking code and no photo of it",
			"в позиции %s у единицы %d нет ни кода маркировки, ни его фотографии",
			"у позиції %s в одиниці %d немає ні коду маркування, ні його фото",
			"w pozycji %s sztuka %d nie ma kodu znakowania ani jego zdjęcia",
		},
		{
			"line %s unit %d: the number of the transfer is not known",
			"позиция %s, единица %d: неизвестен номер перемещения",
			"позиція %s, одиниця %d: невідомий номер переміщення",
			"pozycja %s, sztuka %d: nieznany numer przesunięcia",
		},
		{"the number of the sale is not known", "неизвестен номер реализации", "невідомий номер реалізації", "nieznany numer sprzedaży"},
		{"the page of receipt %s is not known", "неизвестна страница чека %s", "невідома сторінка чека %s", "nieznana strona paragonu %s"},
		{"%s for %s waits: %s", "%s для %s ждёт: %s", "%s для %s чекає: %s", "%s dla %s czeka: %s"},
	}
}

// bridgeCodes are what the bridge says of marking codes and their registry.
func bridgeCodes() []entry {
	return []entry{
		{"of %s", "%s", "%s", "%s"},
		{
			"line %s unit %d has no marking code: set it",
			"в позиции %s у единицы %d нет кода маркировки: укажите его",
			"у позиції %s в одиниці %d немає коду маркування: зазначте його",
			"w pozycji %s sztuka %d nie ma kodu znakowania: podaj go",
		},
		{
			"the receipt of the refund of R%d is not registered yet",
			"чек возврата R%d ещё не зарегистрирован",
			"чек повернення R%d ще не зареєстровано",
			"paragon zwrotu R%d nie jest jeszcze zarejestrowany",
		},
		{
			"marking codes of %s have not left circulation since %s: see to it",
			"коды маркировки (%s) не выведены из оборота с %s: разберитесь",
			"коди маркування (%s) не виведено з обігу з %s: розберіться",
			"kody znakowania (%s) nie zostały wycofane z obrotu od %s: sprawdź to",
		},
		{"the stored report cannot be read", "сохранённый отчёт не читается", "збережений звіт не читається", "zapisanego raportu nie można odczytać"},
		{
			"%s reports the document as %s",
			"%s: состояние документа %s",
			"%s: стан документа %s",
			"%s: stan dokumentu %s",
		},
		{
			"line %s unit %d, code %s: %s",
			"позиция %s, единица %d, код %s: %s",
			"позиція %s, одиниця %d, код %s: %s",
			"pozycja %s, sztuka %d, kod %s: %s",
		},
		{
			"line %s unit %d, code %s is %s there",
			"позиция %s, единица %d, код %s: там он %s",
			"позиція %s, одиниця %d, код %s: там він %s",
			"pozycja %s, sztuka %d, kod %s: tam ma stan %s",
		},
		{"it left circulation before (%s %s)", "он уже выведен из оборота (%s %s)", "його вже виведено з обігу (%s %s)", "został już wycofany z obrotu (%s %s)"},
		{"it is in circulation already", "он уже в обороте", "він уже в обігу", "jest już w obrocie"},
		{"it is %s there", "там он %s", "там він %s", "tam ma stan %s"},
		{
			"receipt %s has not reached the registry: %s",
			"чек %s не дошёл до системы маркировки: %s",
			"чек %s не дійшов до системи маркування: %s",
			"paragon %s nie dotarł do systemu znakowania: %s",
		},
		{
			"the registry has the code %s of line %s unit %d in document %s, and the order cannot keep that: %v",
			"в системе маркировки код %s (позиция %s, единица %d) есть в документе %s, а в заказе это не сохранить: %v",
			"у системі маркування код %s (позиція %s, одиниця %d) є в документі %s, а в замовленні це не зберегти: %v",
			"system znakowania ma kod %s (pozycja %s, sztuka %d) w dokumencie %s, a w zamówieniu nie można tego zapisać: %v",
		},
		{"what became of %s cannot be kept: %v", "результат (%s) не удаётся сохранить: %v", "результат (%s) не вдається зберегти: %v", "wyniku (%s) nie można zapisać: %v"},
	}
}
