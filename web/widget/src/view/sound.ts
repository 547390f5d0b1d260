/** A short, soft sound when an answer is complete: only where the organiser turned it on. */

let audio: AudioContext | undefined;

export function playBlip(): void {
  try {
    audio ??= new AudioContext();
    const now = audio.currentTime;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.setValueAtTime(660, now);
    tone.frequency.setValueAtTime(880, now + 0.09);
    volume.gain.setValueAtTime(0.06, now);
    volume.gain.exponentialRampToValueAtTime(0.0001, now + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(now + 0.3);
  } catch {
    // A browser without sound, or one that does not allow it: the chat works without.
  }
}
