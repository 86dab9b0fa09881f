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
		{"%q for the buyer", "%q для покупателя", "%q для покупця", "%q dla kupującego"},
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
