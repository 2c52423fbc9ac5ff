import type { Language } from '@orderwatch/model';
import type { DeliveryError, Message } from '../domain/delivery.ts';

type Errors = Readonly<Record<DeliveryError, string>>;

const ENGLISH: Errors = {
  'rate-limited': 'too many messages',
  unreachable: 'unreachable',
  timeout: 'no answer',
  'server-error': 'server error',
  'not-authorised': 'our token is refused',
  'channel-gone': 'gone, archived or closed to us',
  'message-refused': 'refused this message',
  'message-gone': 'the message to update is gone',
  exhausted: 'gave up',
};

const RUSSIAN: Errors = {
  'rate-limited': 'слишком много сообщений',
  unreachable: 'недоступен',
  timeout: 'нет ответа',
  'server-error': 'ошибка сервера',
  'not-authorised': 'наш токен отвергнут',
  'channel-gone': 'удалён, в архиве или закрыт для нас',
  'message-refused': 'сообщение отвергнуто',
  'message-gone': 'сообщения, которое надо обновить, больше нет',
  exhausted: 'попытки прекращены',
};

/** How a message that comes by its fallback says which channel failed, and why. */
export function failureFact(
  language: Language,
): (channel: string, error: DeliveryError) => Message['facts'][number] {
  return language === 'ru'
    ? (channel, error) => ({ label: 'Не доставлено', value: `канал ${channel}: ${RUSSIAN[error]}` })
    : (channel, error) => ({ label: 'Not delivered', value: `channel ${channel}: ${ENGLISH[error]}` });
}
